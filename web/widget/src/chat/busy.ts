/** That the bank has too much to answer just now, and for how long this customer waits. */

import type { Cancel, Clock } from "./ports.ts";

const TICK_MS = 1_000;

/** `what` waits: a message, or the whole chat. Seconds; `told` is what they were at first. */
export interface Wait {
  readonly what: "message" | "chat";
  readonly seconds: number;
  readonly told: number;
}

/** Counts down; `changed` is called with each second. */
export class Busy {
  #what: Wait["what"] = "message";
  #until = 0;
  #told = 0;
  #tick: Cancel = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {}

  /** What waits now; null for nothing. */
  get wait(): Wait | null {
    const seconds = Math.ceil((this.#until - this.clock.now()) / 1000);
    return seconds > 0 ? { what: this.#what, seconds, told: this.#told } : null;
  }

  /** The hub asked to come again after so many milliseconds. */
  begin(what: Wait["what"], waitMs: number): void {
    this.#what = what;
    this.#until = this.clock.now() + waitMs;
    this.#told = Math.ceil(waitMs / 1000);
    this.#countDown();
  }

  /** It was taken, or nobody knows any more. */
  over(): void {
    this.#tick();
    this.#until = 0;
    this.changed();
  }

  #countDown(): void {
    this.#tick();
    this.#tick = this.clock.after(TICK_MS, () => (this.wait ? this.#countDown() : this.over()));
    this.changed();
  }
}
