/** Loads what was said before: page by page as the customer asks, or the whole at once. */

import { compare, keyOf, type Place, placeOf } from "./place.ts";
import type { Cancel, Clock } from "./ports.ts";
import type { ClientFrame, HubFrame, Message } from "./protocol.ts";
import type { Visitor } from "./visitor.ts";

const ANSWER_MS = 10_000;
const RENEWED_FOR_MS = 10 * 60_000; // an address that does not work right after that will not work at all

type Page = Extract<HubFrame, { type: "older" }>;

/** How loading the whole ended: all is here, so much as was wanted, or the line did not hold. */
export type Extent = "all" | "most" | "cut";

/** The way back in a conversation. */
export class History {
  /** A page is on its way. */
  loading = false;
  /** What was asked for was already here: its addresses are wanted anew. */
  #renewing = false;
  readonly #renewed = new Map<string, number>();
  readonly #stale = new Map<string, Place>();
  #kept: Place | null;
  #answered: (arrived: boolean) => void = () => {};
  #timer: Cancel = () => {};

  constructor(
    private readonly visitor: Visitor,
    private readonly clock: Clock,
    private readonly send: (frame: ClientFrame) => boolean,
    private readonly changed: () => void,
  ) {
    this.#kept = visitor.timeline.ordered.findLast(hasAddress) ?? null;
  }

  /** Asks for the page before the oldest message, unless one is on its way. */
  ask(): void {
    const { oldest } = this.visitor.timeline;
    if (this.loading || this.#renewing || !oldest) return;
    if (!this.send({ type: "older", before: oldest })) return;
    this.loading = true;
    this.#timer = this.clock.after(ANSWER_MS, () => this.cut());
    this.changed();
  }

  /** The line is open. What was kept from an earlier visit has addresses of that time. */
  open(): void {
    if (this.#kept) this.#stale.set(keyOf(this.#kept), this.#kept);
    this.#kept = null;
    this.#renewNext();
  }

  /** The addresses in a message do not hold any more: asks for it and those before it anew, once. */
  renew(place: Place): void {
    const renewedAt = this.#renewed.get(keyOf(place)) ?? Number.NEGATIVE_INFINITY;
    if (Math.abs(this.clock.now() - renewedAt) < RENEWED_FOR_MS) return; // a clock may be set back
    this.#stale.set(keyOf(place), placeOf(place));
    this.#renewNext();
  }

  /** A page came. */
  took({ messages, skipped, more }: Page): void {
    const { timeline } = this.visitor;
    if (this.#renewing) {
      for (const message of messages) {
        timeline.renew(message);
        this.#renewed.set(keyOf(message), this.clock.now());
        this.#stale.delete(keyOf(message));
      }
    } else {
      for (const message of messages) timeline.add(message);
      for (const place of skipped) timeline.skip(place);
      this.visitor.moreBefore = more;
    }
    this.visitor.saveLater();
    this.#over(true);
  }

  /** The line is gone, or answers nothing. */
  cut(): void {
    this.#over(false);
  }

  /** Loads page after page until all is here, `most` messages are, the line breaks or `wanted` says no. */
  async whole(most: number, wanted: () => boolean): Promise<Extent> {
    const { visitor } = this;
    while (visitor.moreBefore && wanted()) {
      if (visitor.timeline.ordered.length >= most) return "most";
      const { oldest } = visitor.timeline;
      const arrived = new Promise<boolean>((resolve) => (this.#answered = resolve));
      const renewing = this.#renewing;
      this.ask();
      if (!(this.loading || this.#renewing) || !(await arrived)) return "cut";
      // A hub that gives a page of nothing would be asked for it for ever.
      if (!renewing && visitor.timeline.oldest && oldest && compare(visitor.timeline.oldest, oldest) === 0)
        return "cut";
    }
    return visitor.moreBefore ? "cut" : "all";
  }

  /** The newest first: a page holds those before it, too. */
  #renewNext(): void {
    const [place] = [...this.#stale.values()].sort(compare).slice(-1);
    if (!place || this.loading || this.#renewing) return;
    const { conversation, seq } = place;
    if (!this.send({ type: "older", before: { conversation, seq: seq + 1 } })) return;
    this.#stale.delete(keyOf(place));
    this.#renewed.set(keyOf(place), this.clock.now());
    this.#renewing = true;
    this.#timer = this.clock.after(ANSWER_MS, () => this.cut());
  }

  #over(arrived: boolean): void {
    this.#timer();
    this.loading = false;
    this.#renewing = false;
    this.#answered(arrived);
    if (arrived) this.#renewNext();
    this.changed();
  }
}

/** Whether a message carries an address that holds for a while only. */
function hasAddress({ segments }: Message): boolean {
  return segments.some((part) => "media" in part || (part.type === "card" && part.picture !== null));
}
