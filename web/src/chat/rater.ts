/** Sends ratings: one at a time, each until the hub has it, again after a cut. */

import type { Place } from "./place.ts";
import { placeOf } from "./place.ts";
import type { Cancel, Clock } from "./ports.ts";
import type { ClientFrame, Refused } from "./protocol.ts";
import { type Opinion, type Rating, type Ratings, withRating } from "./ratings.ts";

const ANSWER_MS = 10_000;
const LONGEST_PAUSE_MS = 60_000;
const PASSING = new Set(["too_many", "unavailable"]);

/** Who keeps the ratings. */
export interface RatingKeeper {
  ratings: Ratings;
}

/** Rates, and answers for it that the hub hears of it; `changed` is called after each change. */
export class Rater {
  #ready = false;
  #inFlight: string | null = null;
  #timer: Cancel = () => {};

  constructor(
    private readonly keeper: RatingKeeper,
    private readonly clock: Clock,
    private readonly newId: () => string,
    private readonly send: (frame: ClientFrame) => boolean,
    private readonly changed: () => void,
  ) {}

  /** The customer rates the answer at a place. */
  rate(place: Place, opinion: Opinion): void {
    const { newId, clock } = this;
    this.#note({ ...placeOf(place), ...opinion, id: newId(), at: clock.now(), state: "sending" });
    this.#pump();
  }

  /** The line is open. */
  open(): void {
    this.#ready = true;
    this.#pump();
  }

  /** The line is gone: what was in flight will be sent again. */
  cut(): void {
    this.#ready = false;
    this.#rest();
  }

  /** The hub has it. */
  rated(id: string): void {
    const rating = this.#find(id);
    if (rating) this.#note(withoutComment({ ...rating, state: "stored" }));
    this.#over(id);
  }

  /** The hub did not take it; false when the frame speaks of something else. */
  refused(frame: Refused): boolean {
    if (this.#inFlight !== frame.id) return false;
    if (PASSING.has(frame.code)) {
      this.#again(Math.min(Math.max(frame.retry_after_s * 1000, 200), LONGEST_PAUSE_MS));
    } else {
      this.#giveUp(frame.id);
      this.#over(frame.id);
    }
    return true;
  }

  /** The hub did not understand a frame: if it was a rating, sending it again would never end. */
  notUnderstood(): void {
    if (this.#inFlight) this.#giveUp(this.#inFlight);
  }

  #pump(): void {
    if (!this.#ready || this.#inFlight) return;
    const next = [...this.keeper.ratings.values()].find((rating) => rating.state === "sending");
    if (!next || !this.send(frameOf(next))) return;
    this.#inFlight = next.id;
    this.#again(ANSWER_MS);
  }

  #again(pauseMs: number): void {
    this.#timer();
    this.#timer = this.clock.after(pauseMs, () => {
      this.#rest();
      this.#pump();
    });
  }

  #over(id: string): void {
    if (this.#inFlight !== id) return;
    this.#rest();
    this.#pump();
  }

  #giveUp(id: string): void {
    const rating = this.#find(id);
    if (rating) this.#note(withoutComment({ ...rating, state: "refused" }));
  }

  #find(id: string): Rating | undefined {
    return [...this.keeper.ratings.values()].find((rating) => rating.id === id);
  }

  #note(rating: Rating): void {
    this.keeper.ratings = withRating(this.keeper.ratings, rating);
    this.changed();
  }

  #rest(): void {
    this.#timer();
    this.#inFlight = null;
  }
}

function frameOf({ id, conversation, seq, verdict, reason, comment }: Rating): ClientFrame {
  const more = { ...(reason ? { reason } : {}), ...(comment ? { comment } : {}) };
  return { type: "rate", id, conversation, seq, verdict, ...(verdict === "down" ? more : {}) };
}

function withoutComment({ comment: _, ...rest }: Rating): Rating {
  return rest;
}
