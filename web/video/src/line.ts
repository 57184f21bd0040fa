/** The customer's socket: opened again when it is cut, with the seat that the link was exchanged for. */

import type { CustomerSays, Guide, Heard } from "@yuanqiao/shared/video/guide.ts";
import type { CallShown, Data, Ice, Signal } from "@yuanqiao/shared/video/protocol.ts";
import { PING_MS } from "@yuanqiao/shared/video/protocol.ts";
import type { StepShown } from "./step.ts";

const AGAIN_MS = 1000;
const SILENT_MS = 12_000;

/** Closing codes after which the hub is not asked again: no such link, no frame of ours, another page. */
const REFUSED = 4403;
const NOT_UNDERSTOOD = 4400;
const ELSEWHERE = 4409;

/** Where a seat is kept: across reloads of this tab, and nowhere else. */
export interface SeatStore {
  read(): string;
  keep(seat: string): void;
}

/** What the line tells. */
export interface LineOwner {
  seated(chat: boolean): void;
  called(call: CallShown): void;
  signalled(round: number, data: Data): void;
  guided(data: Heard): void;
  reached(ice: Ice): void;
  stepped(step: StepShown): void;
  /** Whether the hub can be reached just now. */
  open(open: boolean): void;
  over(why: "refused" | "elsewhere"): void;
}

type FromHub =
  | { readonly type: "seated"; readonly seat: string; readonly call: string; readonly chat: boolean }
  | { readonly type: "call"; readonly call: CallShown }
  | { readonly type: "pong" }
  | StepShown
  | Guide
  | Ice
  | Signal;

export class Line {
  #socket: WebSocket | null = null;
  #ready = false;
  #ended = false;
  #call = "";
  #heardAt = 0;
  #pinging = 0;

  constructor(
    private readonly url: string,
    private ticket: string,
    private readonly seats: SeatStore,
    private readonly owner: LineOwner,
  ) {}

  /** Connects, and goes on until the call has ended. */
  start(): void {
    if (!this.ticket && !this.seats.read()) {
      this.owner.over("refused");
      return;
    }
    this.#ended = false;
    const socket = (this.#socket = new WebSocket(this.url));
    socket.onopen = () => this.#enter(socket);
    socket.onmessage = (event) => socket === this.#socket && this.#hear(String(event.data));
    socket.onclose = (event) => socket === this.#socket && this.#closed(event.code);
  }

  /** The customer wants in; said again after each cut. */
  ready(): void {
    this.#ready = true;
    this.#put({ type: "ready" });
  }

  /** Says something to the other side. */
  signal(round: number, data: Data): void {
    this.#put({ type: "signal", call: this.#call, round, data });
  }

  /** Says something of what both look at. */
  guide(data: CustomerSays): void {
    this.#put({ type: "guide", call: this.#call, data });
  }

  /** Hangs up. */
  leave(): void {
    this.#put({ type: "leave", call: this.#call });
  }

  #enter(socket: WebSocket): void {
    this.#heardAt = Date.now();
    this.#pinging = window.setInterval(() => this.#beat(socket), PING_MS);
    if (this.ticket) this.#put({ type: "enter", ticket: this.ticket });
    else this.#put({ type: "return", seat: this.seats.read() });
  }

  #beat(socket: WebSocket): void {
    if (Date.now() - this.#heardAt > SILENT_MS) socket.close();
    else this.#put({ type: "ping" });
  }

  #hear(text: string): void {
    this.#heardAt = Date.now();
    const frame = JSON.parse(text) as FromHub;
    if (frame.type === "seated") this.#sit(frame.seat, frame.call, frame.chat);
    else if (frame.type === "signal") this.owner.signalled(frame.round, frame.data);
    else if (frame.type === "ice") this.owner.reached(frame);
    else if (frame.type === "step") this.owner.stepped(frame);
    else if (frame.type === "guide") this.owner.guided(frame.data);
    else if (frame.type === "call") {
      this.#ended = frame.call.state === "ended";
      if (this.#ended) this.seats.keep("");
      this.owner.called(frame.call);
    }
  }

  #sit(seat: string, call: string, chat: boolean): void {
    this.seats.keep(seat);
    this.ticket = "";
    this.#call = call;
    this.owner.open(true);
    this.owner.seated(chat);
    if (this.#ready) this.#put({ type: "ready" });
  }

  #closed(code: number): void {
    window.clearInterval(this.#pinging);
    this.#socket = null;
    if (this.#ended) return;
    if (code === ELSEWHERE) this.owner.over("elsewhere");
    else if (code === REFUSED || code === NOT_UNDERSTOOD) {
      this.seats.keep("");
      this.owner.over("refused");
    } else {
      this.owner.open(false);
      window.setTimeout(() => this.start(), AGAIN_MS * (0.5 + Math.random()));
    }
  }

  #put(frame: unknown): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }
}
