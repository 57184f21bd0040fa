/** Stop-and-wait: one frame is in flight at a time, and goes out again until the hub has answered it. */

import type { Cancel, Clock } from "./ports.ts";
import type { ClientFrame, Refused } from "./protocol.ts";

const ANSWER_MS = 10_000;
const SHORTEST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 90_000;
const PASSING = new Set(["too_many", "unavailable", "overloaded"]);

/** A frame under the id by which the hub answers it. */
export interface Parcel {
  readonly id: string;
  readonly frame: ClientFrame;
}

/** Milliseconds to wait where the hub asks for so many seconds. */
export function pauseOf(seconds: number): number {
  return Math.min(Math.max(seconds * 1000, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
}

/** Sends what `next` gives, in its order; `delayed` hears of a parcel that has to go out once more. */
export class StopAndWait {
  #open = false;
  #inFlight: string | null = null;
  #timer: Cancel = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly send: (frame: ClientFrame) => boolean,
    private readonly next: () => Parcel | null,
    private readonly delayed: (id: string) => void = () => {},
  ) {}

  /** The id of the parcel that has no answer yet; null for none. */
  get inFlight(): string | null {
    return this.#inFlight;
  }

  /** The line is open. */
  open(): void {
    this.#open = true;
    this.pump();
  }

  /** The line is gone: what was in flight will be sent again. */
  cut(): void {
    this.#open = false;
    this.#rest();
  }

  /** Sends the next parcel unless one is in flight. */
  pump(): void {
    const next = this.#open && !this.#inFlight ? this.next() : null;
    if (!next || !this.send(next.frame)) return;
    this.#inFlight = next.id;
    this.#timer = this.clock.after(ANSWER_MS, () => {
      this.delayed(next.id);
      this.#again();
    });
  }

  /** The parcel needs no answer any more; the next one goes. */
  done(id: string): void {
    if (this.#inFlight === id) this.#rest();
    this.pump();
  }

  /** Waits as long as the hub asks before the parcel goes again; false where it was refused for good. */
  postponed({ id, code, retry_after_s: wait }: Refused): boolean {
    if (!PASSING.has(code)) return false;
    if (this.#inFlight !== id) return true;
    this.#timer();
    this.#timer = this.clock.after(pauseOf(wait), () => this.#again());
    this.delayed(id);
    return true;
  }

  #again(): void {
    this.#rest();
    this.pump();
  }

  #rest(): void {
    this.#timer();
    this.#inFlight = null;
  }
}
