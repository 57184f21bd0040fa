/** Holds what the customer thought of answers, and how far the hub knows of it. */

import { keyOf, type Place, placeOf } from "./place.ts";
import { type Reason, REASONS, type Verdict } from "./protocol.ts";
import { fields, isOrdinal, list, string, time } from "./values.ts";

/** Most ratings that are kept. */
const KEPT_RATINGS = 200;

/** What a customer says of one answer. */
export interface Opinion {
  readonly verdict: Verdict;
  readonly reason?: Reason;
  readonly comment?: string;
}

/** An opinion on its way, stored, or refused for good. The comment is forgotten once the hub has it. */
export interface Rating extends Place, Opinion {
  /** A UUID; each change of mind has its own. */
  readonly id: string;
  /** ms since 1970. */
  readonly at: number;
  readonly state: "sending" | "stored" | "refused";
}

/** Ratings by the key of their place. */
export type Ratings = ReadonlyMap<string, Rating>;

/** The ratings with one more, or another in the place of the last. */
export function withRating(ratings: Ratings, rating: Rating): Ratings {
  return new Map([...ratings, [keyOf(rating), rating]]);
}

/** What two tabs know, as one: the last word on each answer, and the furthest state of it. */
export function mergeRatings(a: Ratings, b: Ratings): Ratings {
  const merged = new Map(a);
  for (const [key, theirs] of b) {
    const ours = merged.get(key);
    if (!ours || theirs.at > ours.at || (theirs.id === ours.id && ours.state === "sending")) {
      merged.set(key, theirs);
    }
  }
  return merged;
}

/** The ratings as a list to keep: the newest ones. */
export function keptRatings(ratings: Ratings): readonly Rating[] {
  return [...ratings.values()].sort((a, b) => a.at - b.at).slice(-KEPT_RATINGS);
}

/** The ratings of a list by the key of their place. */
export function byPlace(ratings: readonly Rating[]): Ratings {
  return new Map(ratings.map((rating) => [keyOf(rating), rating]));
}

/** Reads a kept list; damaged ones are left out. */
export function readRatings(value: unknown): readonly Rating[] {
  return keptRatings(byPlace(list(value).flatMap(readRating)));
}

function readRating(value: unknown): Rating[] {
  const raw = fields(value);
  if (!raw || !isOrdinal(raw["conversation"]) || !isOrdinal(raw["seq"])) return [];
  const { verdict, state, conversation, seq } = raw;
  if (verdict !== "up" && verdict !== "down" && verdict !== "none") return [];
  if (state !== "sending" && state !== "stored" && state !== "refused") return [];
  const reason = REASONS.find((each) => each === raw["reason"]);
  const comment = string(raw["comment"]);
  return [
    {
      ...placeOf({ conversation, seq }),
      id: string(raw["id"]),
      at: time(raw["at"]),
      verdict,
      state,
      ...(reason ? { reason } : {}),
      ...(comment ? { comment } : {}),
    },
  ];
}
