/** What the other side is doing: typing, or taking longer than usual. */

import type { Cancel, Clock } from "./ports.ts";

const AT_MOST_MS = 150_000; // longer than the hub waits for any answer

/** The typing sign and the word about waiting, until the next outgoing message or a cut. */
export class Activity {
  typing = false;
  waiting = false;
  #end: Cancel = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {}

  /** An answer is being made; the hub says so of none that comes at once. */
  started(): void {
    this.typing = true;
    this.#expireLater();
    this.changed();
  }

  /** It takes longer than usual. */
  takesLonger(): void {
    this.typing = true;
    this.waiting = true;
    this.#expireLater();
    this.changed();
  }

  /** The answer is here, or nobody knows any more. */
  over(): void {
    this.#end();
    this.typing = false;
    this.waiting = false;
    this.changed();
  }

  #expireLater(): void {
    this.#end();
    this.#end = this.clock.after(AT_MOST_MS, () => this.over());
  }
}
