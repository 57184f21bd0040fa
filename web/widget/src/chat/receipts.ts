/** Tells the hub how far the customer got: forward only, a few frames at most, again after a cut. */

import { compare, later, type Place } from "./place.ts";
import type { Cancel, Clock } from "./ports.ts";
import type { ClientFrame } from "./protocol.ts";

const GATHER_MS = 250;

type Kind = "received" | "read";
const KINDS: readonly Kind[] = ["received", "read"];

/** Gathers receipts for a moment, so that a burst of messages makes one frame of each kind. */
export class Receipts {
  #reached: Record<Kind, Place | null> = { received: null, read: null };
  #told: Record<Kind, Place | null> = { received: null, read: null };
  #timer: Cancel | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly send: (frame: ClientFrame) => boolean,
  ) {}

  /** All messages up to the place arrived, or were seen; null for none. */
  reach(kind: Kind, place: Place | null): void {
    if (!place) return;
    this.#reached[kind] = later(this.#reached[kind], place);
    this.#timer ??= this.clock.after(GATHER_MS, () => this.#tell());
  }

  /** A new line: what was told on the last one may be lost. */
  tellAgain(): void {
    this.#told = { received: null, read: null };
    this.#timer ??= this.clock.after(GATHER_MS, () => this.#tell());
  }

  /** The messages are another visitor's now. */
  forget(): void {
    this.#reached = { received: null, read: null };
    this.#told = { received: null, read: null };
  }

  #tell(): void {
    this.#timer = null;
    for (const kind of KINDS) {
      const reached = this.#reached[kind];
      const told = this.#told[kind];
      if (!reached || (told && compare(reached, told) <= 0)) continue;
      if (this.send({ type: kind, conversation: reached.conversation, seq: reached.seq }))
        this.#told[kind] = reached;
    }
  }
}
