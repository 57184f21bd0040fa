/** The supervisors' socket: opened again when it is cut, and asked anew for what is read along. */

import type { Board, HubFrame, Watched } from "./model.ts";

const PING_MS = 10_000;
const SILENT_MS = 25_000;
const FIRST_MS = 500;
const LONGEST_MS = 15_000;
/** The closing code of a session that is over. */
const SESSION_OVER = 4401;

/** What is seen just now; `changed` is called after each change. */
export class Lookout {
  open = false;
  board: Board | null = null;
  watched: Watched | null = null;
  /** The task that is read along; empty for none. */
  task = "";
  /** The code of why it is not shown; empty where it is. */
  refused = "";
  /** Milliseconds by which the hub's clock is before this one's. */
  behind = 0;
  #socket: WebSocket | null = null;
  #failures = 0;
  #heardAt = 0;
  #stopped = false;
  #timers: number[] = [];

  constructor(
    private readonly url: string,
    private readonly changed: () => void,
    private readonly signedOut: () => void,
  ) {}

  /** Connects, and goes on until `stop`. */
  start(): void {
    this.#stopped = false;
    this.#dial();
  }

  /** Hangs up. */
  stop(): void {
    this.#stopped = true;
    this.#rest();
    this.#socket?.close();
    this.#socket = null;
  }

  /** Reads a conversation along; an empty task: no more. */
  watch(task: string): void {
    this.task = task;
    this.watched = null;
    this.refused = "";
    this.#put({ type: "watch", task });
    this.changed();
  }

  /** The hub's time now, in milliseconds since 1970. */
  now(): number {
    return Date.now() - this.behind;
  }

  #dial(): void {
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    socket.onopen = () => socket === this.#socket && this.#opened(socket);
    socket.onmessage = (event) => socket === this.#socket && this.#hear(String(event.data));
    socket.onclose = (event) => socket === this.#socket && this.#closed(event.code);
  }

  #opened(socket: WebSocket): void {
    this.#failures = 0;
    this.#heardAt = Date.now();
    this.open = true;
    if (this.task) this.#put({ type: "watch", task: this.task });
    this.#timers.push(window.setInterval(() => this.#beat(socket), PING_MS));
    this.changed();
  }

  #beat(socket: WebSocket): void {
    if (Date.now() - this.#heardAt > SILENT_MS) socket.close();
    else this.#put({ type: "ping" });
  }

  #hear(text: string): void {
    this.#heardAt = Date.now();
    const frame = JSON.parse(text) as HubFrame;
    if (frame.type === "board") {
      this.board = frame;
      this.behind = Date.now() - Date.parse(frame.at);
    } else if (frame.type === "conversation" && frame.task === this.task) {
      this.watched = frame;
    } else if (frame.type === "refused" && frame.task === this.task) {
      this.refused = frame.code;
      this.watched = null;
    }
    this.changed();
  }

  #closed(code: number): void {
    this.#rest();
    this.#socket = null;
    this.open = false;
    this.changed();
    if (this.#stopped) return;
    if (code === SESSION_OVER) {
      this.signedOut();
      return;
    }
    this.#failures += 1;
    const span = Math.min(LONGEST_MS, FIRST_MS * 2 ** (this.#failures - 1));
    this.#timers.push(window.setTimeout(() => this.#dial(), span * (0.5 + Math.random() / 2)));
  }

  #put(frame: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #rest(): void {
    for (const timer of this.#timers.splice(0)) window.clearTimeout(timer); // intervals, too
  }
}
