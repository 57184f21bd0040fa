/** Lets the tabs of a new visitor in one by one, so that all of them get one token. */

import type { Cancel, Tabs } from "./ports.ts";

const NAME = "first-visit";

/** The door that is held while a new visitor gets a token. */
export class FirstVisit {
  #waits = 0;
  #open: Cancel = () => {};

  constructor(private readonly tabs: Tabs) {}

  /** Waits until no other tab is at the door, and holds it where `needed` still says so. */
  async hold(needed: () => boolean): Promise<void> {
    this.#open();
    const wait = ++this.#waits;
    const release = await this.tabs.hold(NAME);
    if (!needed() || wait !== this.#waits) release();
    else this.#open = release;
  }

  /** The token is here: the others may come. */
  letOthersIn(): void {
    this.#open();
  }

  /** The line is gone; whoever waits for the door does not need it any more. */
  cut(): void {
    this.#waits += 1;
    this.#open();
  }
}
