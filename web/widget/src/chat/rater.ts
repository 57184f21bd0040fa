/** Sends ratings: one at a time, each until the hub has it, again after a cut. */

import { keyOf, type Place, placeOf } from "./place.ts";
import type { Clock } from "./ports.ts";
import type { ClientFrame, Refused } from "./protocol.ts";
import { type Opinion, type Rating, type Ratings, withRating } from "./ratings.ts";
import { type Parcel, StopAndWait } from "./stop-and-wait.ts";

/** Who keeps the ratings. */
export interface RatingKeeper {
  ratings: Ratings;
}

/** Rates, and answers for it that the hub hears of it; `changed` is called after each change. */
export class Rater {
  readonly #flow: StopAndWait;

  constructor(
    private readonly keeper: RatingKeeper,
    private readonly clock: Clock,
    private readonly newId: () => string,
    send: (frame: ClientFrame) => boolean,
    private readonly changed: () => void,
  ) {
    this.#flow = new StopAndWait(clock, send, () => this.#next());
  }

  /** The customer rates the answer at a place. */
  rate(place: Place, opinion: Opinion): void {
    const { newId, clock, keeper } = this;
    const before = keeper.ratings.get(keyOf(place))?.at ?? 0;
    const at = Math.max(clock.now(), before + 1); // the last word counts, also under a clock that was set back
    this.#note({ ...placeOf(place), ...opinion, id: newId(), at, state: "sending" });
    this.#flow.pump();
  }

  /** The line is open. */
  open(): void {
    this.#flow.open();
  }

  /** The line is gone: what was in flight will be sent again. */
  cut(): void {
    this.#flow.cut();
  }

  /** The hub has it. */
  rated(id: string): void {
    this.#settle(id, "stored");
    this.#flow.done(id);
  }

  /** The hub did not take it; false when the frame speaks of something else. */
  refused(frame: Refused): boolean {
    if (this.#flow.inFlight !== frame.id) return false;
    if (this.#flow.postponed(frame)) return true;
    this.#settle(frame.id, "refused");
    this.#flow.done(frame.id);
    return true;
  }

  /** The hub did not understand a frame: if it was a rating, sending it again would never end. */
  notUnderstood(): void {
    if (this.#flow.inFlight) this.#settle(this.#flow.inFlight, "refused");
  }

  #next(): Parcel | null {
    const rating = [...this.keeper.ratings.values()].find((each) => each.state === "sending");
    return rating ? { id: rating.id, frame: frameOf(rating) } : null;
  }

  /** The comment is forgotten: nobody needs it here any more. */
  #settle(id: string, state: "stored" | "refused"): void {
    const rating = [...this.keeper.ratings.values()].find((each) => each.id === id);
    if (!rating) return;
    const { comment: _, ...rest } = rating;
    this.#note({ ...rest, state });
  }

  #note(rating: Rating): void {
    this.keeper.ratings = withRating(this.keeper.ratings, rating);
    this.changed();
  }
}

function frameOf({ id, conversation, seq, verdict, reason, comment }: Rating): ClientFrame {
  const more = { ...(reason ? { reason } : {}), ...(comment ? { comment } : {}) };
  return { type: "rate", id, conversation, seq, verdict, ...(verdict === "down" ? more : {}) };
}
