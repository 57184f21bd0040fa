/** Defines a message's place: conversation, then sequence number; nothing else orders messages. */

import { fields, isOrdinal } from "./values.ts";

/** The place of a message; both count from 1. */
export interface Place {
  readonly conversation: number;
  readonly seq: number;
}

/** The place in a value; null where it is none that the hub could mean. */
export function readPlace(value: unknown): Place | null {
  const raw = fields(value);
  if (!raw || !isOrdinal(raw["conversation"]) || !isOrdinal(raw["seq"])) return null;
  return { conversation: raw["conversation"], seq: raw["seq"] };
}

/** The place before every message. */
export const ORIGIN: Place = { conversation: 0, seq: 0 };

/** Negative when `a` comes before `b`, 0 when they are the same place. */
export function compare(a: Place, b: Place): number {
  return a.conversation - b.conversation || a.seq - b.seq;
}

/** The later of two places; null stands for none. */
export function later(a: Place | null, b: Place | null): Place | null {
  if (!a || !b) return a ?? b;
  return compare(a, b) < 0 ? b : a;
}

/** A place as a key. */
export function keyOf(place: Place): string {
  return `${place.conversation}.${place.seq}`;
}

/** The place alone, without what else the value carries. */
export function placeOf(place: Place): Place {
  return { conversation: place.conversation, seq: place.seq };
}
