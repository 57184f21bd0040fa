/** A clock that moves only when a test says so. */

import type { Cancel, Clock } from "../../src/chat/ports.ts";

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly call: () => void;
}

/** Timers fire in order of time; promises get their turn between two of them. */
export class VirtualClock implements Clock {
  #now = Date.UTC(2026, 10, 1, 8);
  #order = 0;
  #timers: Timer[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, call: () => void): Cancel {
    const timer = { due: this.#now + ms, order: this.#order++, call };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  /** Lets so many milliseconds pass. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#now = Math.max(this.#now, next.due);
      next.call();
      await settled();
    }
    this.#now = end;
  }

  #next(end: number): Timer | undefined {
    return this.#timers
      .filter((each) => each.due <= end)
      .sort((a, b) => a.due - b.due || a.order - b.order)[0];
  }
}

/** Waits until promises that were ready have run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
}
