/** Keeps the saved state in one slot; several tabs may write to it. */

import type { Slot } from "./ports.ts";
import { merge, readSaved, type Saved, trim } from "./saved.ts";

const FEWER = [50, 0]; // messages to keep when the storage is full; the outbox matters more

/** Reads and writes the slot. Where nothing can be kept, the state lives as long as the page. */
export class Vault {
  #unkept: string | null = null;

  constructor(
    private readonly slot: Slot,
    private readonly me: string,
  ) {}

  /** What is kept now. */
  load(): Saved {
    return readSaved(this.#unkept ?? this.slot.read());
  }

  /** Keeps this tab's state, joined with what other tabs wrote meanwhile. */
  save(mine: Saved): void {
    const whole = merge(this.load(), mine, this.me);
    const text = JSON.stringify(whole);
    const kept =
      this.slot.write(text) || FEWER.some((most) => this.slot.write(JSON.stringify(trim(whole, most))));
    this.#unkept = kept ? null : text;
  }
}
