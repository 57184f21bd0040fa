/** The agent's socket for calls: opened again when it is cut; a call that the agent was in is taken up again. */

import type { CardPicture } from "./card.ts";
import type { Case, Flows, Tick } from "./flow.ts";
import type { AgentSays, Guide, Shelf } from "@yuanqiao/shared/video/guide.ts";
import {
  PING_MS,
  type CallShown,
  type Data,
  type Ice,
  type Signal,
} from "@yuanqiao/shared/video/protocol.ts";

const AGAIN_MS = 1000;
const SILENT_MS = 12_000;
const SESSION_OVER = 4401;

/** What the line tells. */
export interface VideoLineOwner {
  calls(calls: readonly CallShown[]): void;
  signalled(signal: Signal): void;
  open(open: boolean): void;
  refused(code: string): void;
  flows(flows: Flows): void;
  flow(flow: Case): void;
  pictured(card: CardPicture): void;
  shelf(shelf: Shelf): void;
  guided(guide: Guide): void;
  reached(ice: Ice): void;
  /** What was last wished of a flow was refused, with why; empty: it was done. */
  flowAnswered(why: string): void;
}

type FromHub =
  | { readonly type: "calls"; readonly calls: readonly CallShown[] }
  | { readonly type: "done"; readonly id: string }
  | { readonly type: "refused"; readonly id: string; readonly code: string; readonly why: string }
  | Flows
  | Case
  | CardPicture
  | Shelf
  | Guide
  | Ice
  | { readonly type: "pong" }
  | Signal;

export class VideoLine {
  #socket: WebSocket | null = null;
  #stopped = false;
  #heardAt = 0;
  #timers: number[] = [];
  /** The newest wish that concerns a flow. */
  #flowWish = "";

  constructor(
    private readonly url: string,
    private readonly owner: VideoLineOwner,
  ) {}

  /** Connects, and goes on until `stop`. */
  start(): void {
    this.#stopped = false;
    const socket = (this.#socket = new WebSocket(this.url));
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = (event) => socket === this.#socket && this.#hear(String(event.data));
    socket.onclose = (event) => socket === this.#socket && this.#closed(event.code);
  }

  /** Hangs up the line; calls are lost with it. */
  stop(): void {
    this.#stopped = true;
    this.#rest();
    this.#socket?.close();
    this.#socket = null;
  }

  /** Offers a call in a conversation. */
  invite(conversation: string): void {
    this.#put({ type: "invite", id: crypto.randomUUID(), conversation });
  }

  /** Takes a call, or comes back into it. */
  accept(call: string): void {
    this.#put({ type: "accept", id: crypto.randomUUID(), call });
  }

  /** Begins a flow in a call. */
  begin(call: string, script: string): void {
    this.#flowWish = crypto.randomUUID();
    this.#put({ type: "begin", id: this.#flowWish, call, script });
  }

  /** Ticks a step of the call's flow. */
  tick(call: string, tick: Tick): void {
    this.#flowWish = crypto.randomUUID();
    this.#put({ type: "step", id: this.#flowWish, call, ...tick });
  }

  /** Says something to the other side. */
  signal(call: string, round: number, data: Data): void {
    this.#put({ type: "signal", call, round, data });
  }

  /** Says something of what both look at. */
  guide(call: string, data: AgentSays): void {
    this.#put({ type: "guide", call, data });
  }

  /** Ends a call. */
  leave(call: string): void {
    this.#put({ type: "leave", call });
  }

  #opened(socket: WebSocket): void {
    this.#heardAt = Date.now();
    this.#timers.push(window.setInterval(() => this.#beat(socket), PING_MS));
    this.owner.open(true);
  }

  #beat(socket: WebSocket): void {
    if (Date.now() - this.#heardAt > SILENT_MS) socket.close();
    else this.#put({ type: "ping" });
  }

  #hear(text: string): void {
    this.#heardAt = Date.now();
    const frame = JSON.parse(text) as FromHub;
    if (frame.type === "calls") this.owner.calls(frame.calls);
    else if (frame.type === "signal") this.owner.signalled(frame);
    else if (frame.type === "flows") this.owner.flows(frame);
    else if (frame.type === "case") this.owner.flow(frame);
    else if (frame.type === "picture") this.owner.pictured(frame);
    else if (frame.type === "shelf") this.owner.shelf(frame);
    else if (frame.type === "ice") this.owner.reached(frame);
    else if (frame.type === "guide") this.owner.guided(frame);
    else if (frame.type !== "pong" && frame.id === this.#flowWish)
      this.owner.flowAnswered(frame.type === "refused" ? frame.why || frame.code : "");
    else if (frame.type === "refused") this.owner.refused(frame.code);
  }

  #closed(code: number): void {
    this.#rest();
    this.#socket = null;
    this.owner.open(false);
    if (this.#stopped || code === SESSION_OVER) return; // the desk's own line asks for a new session
    this.#timers.push(window.setTimeout(() => this.start(), AGAIN_MS * (0.5 + Math.random())));
  }

  #put(frame: unknown): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #rest(): void {
    for (const timer of this.#timers.splice(0)) window.clearTimeout(timer); // intervals, too
  }
}
