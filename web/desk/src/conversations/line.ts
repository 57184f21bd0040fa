/** The desk's socket: opened again when it is cut; wishes stay until the hub has answered them. */

import type { Finding, HubFrame, Refused, Sign, Wish } from "./protocol.ts";

const PING_MS = 10_000; // the hub takes an agent who is silent for 25 s for one who may be gone
const OFTEN_MS = 5_000; // with a video call in hand, after 15 s
const SILENT_MS = 25_000;
const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** What the line tells. */
export interface LineOwner {
  heard(frame: HubFrame): void;
  changed(open: boolean): void;
  signedOut(): void;
}

/** The closing code of a session that is over. */
const SESSION_OVER = 4401;

interface Sent {
  readonly frame: Wish & { readonly id: string };
  readonly done: () => void;
  readonly refused: (frame: Refused) => void;
}

export class Line {
  #socket: WebSocket | null = null;
  #failures = 0;
  #heardAt = 0;
  #saidAt = 0;
  #timers: number[] = [];
  /** Whether a call is in hand: then one is given up sooner who is not heard. */
  often = false;
  #stopped = false;
  readonly #sent = new Map<string, Sent>();

  constructor(
    private readonly url: string,
    private readonly owner: LineOwner,
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

  /** Sends a wish until the hub has answered; rejects with its code. */
  ask(wish: Wish): Promise<void> {
    const frame = { ...wish, id: crypto.randomUUID() };
    return new Promise((done, fail) => {
      const refused = (told: Refused): void => fail(new WishRefused(told));
      this.#sent.set(frame.id, { frame, done, refused });
      this.#put(frame);
    });
  }

  /** Shows something that nobody answers; lost where the line is cut. */
  sign(sign: Sign): void {
    this.#put(sign);
  }

  #dial(): void {
    const socket = new WebSocket(this.url);
    this.#socket = socket;
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = (event) => socket === this.#socket && this.#hear(String(event.data));
    socket.onclose = (event) => socket === this.#socket && this.#closed(event.code);
  }

  #opened(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#failures = 0;
    this.#heardAt = Date.now();
    this.owner.changed(true);
    for (const { frame } of this.#sent.values()) this.#put(frame);
    this.#timers.push(window.setInterval(() => this.#beat(socket), OFTEN_MS));
  }

  #beat(socket: WebSocket): void {
    const now = Date.now();
    if (now - this.#heardAt > SILENT_MS) socket.close();
    else if (this.often || now - this.#saidAt > PING_MS - OFTEN_MS / 2) {
      this.#saidAt = now;
      this.#put({ type: "ping" });
    }
  }

  #hear(text: string): void {
    this.#heardAt = Date.now();
    const frame = JSON.parse(text) as HubFrame;
    if (frame.type === "done" || frame.type === "refused") {
      const sent = this.#sent.get(frame.id);
      this.#sent.delete(frame.id);
      if (frame.type === "done") sent?.done();
      else sent?.refused(frame);
    } else this.owner.heard(frame);
  }

  #closed(code: number): void {
    this.#rest();
    this.#socket = null;
    this.owner.changed(false);
    if (this.#stopped) return;
    if (code === SESSION_OVER) {
      this.owner.signedOut();
      return;
    }
    this.#failures += 1;
    const span = Math.min(LONGEST_MS, FIRST_MS * 2 ** (this.#failures - 1));
    this.#timers.push(window.setTimeout(() => this.#dial(), span * (0.5 + Math.random() / 2)));
  }

  #put(frame: (Wish & { readonly id: string }) | Sign): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #rest(): void {
    for (const timer of this.#timers.splice(0)) window.clearTimeout(timer); // intervals, too
  }
}

/** The hub did not do what was wished. */
export class WishRefused extends Error {
  readonly code: string;
  readonly found: readonly Finding[];

  constructor(told: Refused) {
    super(told.code);
    this.code = told.code;
    this.found = told.found ?? [];
  }
}
