/** What the other side is doing: typing, or taking longer than usual. */

import type { Cancel, Clock } from "./ports.ts";

const SIGN_AFTER_MS = 400; // a sign that flashes is worse than none
const AT_MOST_MS = 150_000; // longer than the hub waits for any answer

/** The typing sign and the word about waiting, until the next outgoing message or a cut. */
export class Activity {
  typing = false;
  waiting = false;
  #show: Cancel | null = null;
  #end: Cancel = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly changed: () => void,
  ) {}

  /** An answer is being made. */
  started(): void {
    this.#expireLater();
    if (this.typing) return;
    this.#show ??= this.clock.after(SIGN_AFTER_MS, () => {
      this.typing = true;
      this.changed();
    });
  }

  /** It takes longer than usual. */
  takesLonger(): void {
    this.#show?.();
    this.#show = null;
    this.typing = true;
    this.waiting = true;
    this.#expireLater();
    this.changed();
  }

  /** The answer is here, or nobody knows any more. */
  over(): void {
    this.#show?.();
    this.#show = null;
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
