/** Loads what was said before: page by page as the customer asks, or the whole at once. */

import { placeOf } from "./place.ts";
import type { Cancel, Clock } from "./ports.ts";
import type { ClientFrame, Message } from "./protocol.ts";
import type { Visitor } from "./visitor.ts";

const ANSWER_MS = 10_000;

/** How loading the whole ended: all is here, so much as was wanted, or the line did not hold. */
export type Extent = "all" | "most" | "cut";

/** The way back in a conversation. */
export class History {
  /** A page is on its way. */
  loading = false;
  #answered: (arrived: boolean) => void = () => {};
  #timer: Cancel = () => {};

  constructor(
    private readonly visitor: Visitor,
    private readonly clock: Clock,
    private readonly send: (frame: ClientFrame) => boolean,
    private readonly changed: () => void,
  ) {}

  /** Asks for the page before the oldest message, unless one is on its way. */
  ask(): void {
    const oldest = this.visitor.timeline.ordered[0];
    if (this.loading || !oldest) return;
    if (!this.send({ type: "older", before: placeOf(oldest) })) return;
    this.loading = true;
    this.#timer = this.clock.after(ANSWER_MS, () => this.cut());
    this.changed();
  }

  /** A page came. */
  took(messages: readonly Message[], more: boolean): void {
    for (const message of messages) this.visitor.timeline.add(message);
    this.visitor.moreBefore = more;
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
      const arrived = new Promise<boolean>((resolve) => (this.#answered = resolve));
      this.ask();
      if (!this.loading || !(await arrived)) return "cut";
    }
    return visitor.moreBefore ? "cut" : "all";
  }

  #over(arrived: boolean): void {
    this.#timer();
    this.loading = false;
    this.#answered(arrived);
    this.changed();
  }
}
