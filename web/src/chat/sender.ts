/** Sends the outbox: one message at a time, so that order holds, and each until it is acknowledged. */

import type { Outbox } from "./outbox.ts";
import type { Cancel, Clock } from "./ports.ts";
import type { Ack, ClientFrame, Refused } from "./protocol.ts";

const ANSWER_MS = 10_000;
const LONGEST_PAUSE_MS = 60_000;
const FINAL = new Set(["bad_input", "too_large"]);
const PASSING = new Set(["too_many", "unavailable"]);

/** Sends drafts while the line is open; `changed` is called whenever a draft's state moved. */
export class Sender {
  #ready = false;
  #inFlight: string | null = null;
  #timer: Cancel = () => {};

  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly send: (frame: ClientFrame) => boolean,
    private readonly changed: () => void,
  ) {}

  /** The line is open and what was stored is known. */
  open(): void {
    this.#ready = true;
    this.pump();
  }

  /** The line is gone: what was in flight will be sent again. */
  cut(): void {
    this.#ready = false;
    this.#rest();
  }

  /** Sends the next draft unless one is in flight. */
  pump(): void {
    const next = this.outbox.next;
    if (!this.#ready || this.#inFlight || !next) return;
    if (!this.send({ type: "send", id: next.id, segments: next.segments })) return;
    this.#inFlight = next.id;
    this.#timer();
    this.#timer = this.clock.after(ANSWER_MS, () => this.#again(next.id, 0));
  }

  /** The hub has it on disk. */
  acked(ack: Ack): void {
    this.outbox.note(ack.id, { stored: { conversation: ack.conversation, seq: ack.seq }, trouble: "" });
    this.done(ack.id);
  }

  /** The hub did not take it: later again, or never as it is. Codes nobody knows count as final. */
  refused(frame: Refused): void {
    if (PASSING.has(frame.code)) {
      this.#again(frame.id, Math.min(Math.max(frame.retry_after_s * 1000, 200), LONGEST_PAUSE_MS));
      return;
    }
    if (!FINAL.has(frame.code)) console.warn(`yuanqiao: refused with the unknown code ${frame.code}`);
    this.outbox.note(frame.id, { trouble: "refused" });
    this.done(frame.id);
  }

  /** The hub did not understand a frame: if one was in flight, sending it again would never end. */
  notUnderstood(): void {
    if (this.#inFlight) this.outbox.note(this.#inFlight, { trouble: "refused" });
  }

  /** The draft needs no answer any more. */
  done(id: string): void {
    if (this.#inFlight === id) this.#rest();
    this.changed();
    this.pump();
  }

  #again(id: string, pauseMs: number): void {
    if (this.#inFlight !== id) return;
    this.outbox.note(id, { trouble: "slow" });
    this.#timer();
    this.#timer = this.clock.after(pauseMs, () => {
      this.#rest();
      this.pump();
    });
    this.changed();
  }

  #rest(): void {
    this.#timer();
    this.#inFlight = null;
  }
}
