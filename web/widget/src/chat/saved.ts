/** Defines what the browser keeps between two visits, and how the copies of two tabs become one. */

import { type Draft, readDraft } from "./outbox.ts";
import { messages as readMessages } from "./parse.ts";
import { compare, keyOf, later, type Place, readPlace } from "./place.ts";
import type { Message } from "./protocol.ts";
import { byPlace, keptRatings, mergeRatings, type Rating, readRatings } from "./ratings.ts";
import { fields, list, parseJson, time } from "./values.ts";

/** The version of the layout; another one is not read. */
export const SAVED_VERSION = 1;

/** Most messages that are kept. */
export const KEPT_MESSAGES = 200;

/** The visitor's token. `at` grows with each one that comes, so that the newest of several tabs stays. */
export interface Token {
  readonly value: string;
  readonly at: number;
}

const TOKEN = /^[\x21-\x7e]{1,200}$/; // the hub closes on a longer one

/** All that is kept, under one key. */
export interface Saved {
  readonly v: typeof SAVED_VERSION;
  /** Grows whenever the messages start anew (another visitor, or the hub lost the place). */
  readonly epoch: number;
  readonly token: Token | null;
  readonly frontier: Place | null;
  readonly moreBefore: boolean;
  readonly seen: Place | null;
  readonly messages: readonly Message[];
  readonly outbox: readonly Draft[];
  readonly ratings: readonly Rating[];
  readonly large: boolean;
  readonly muted: boolean;
}

/** Nothing kept yet. */
export const NOTHING_SAVED: Saved = {
  v: SAVED_VERSION,
  epoch: 0,
  token: null,
  frontier: null,
  moreBefore: false,
  seen: null,
  messages: [],
  outbox: [],
  ratings: [],
  large: false,
  muted: false,
};

/** Reads the kept text; damaged parts are left out one by one, another version is nothing. */
export function readSaved(text: string | null): Saved {
  const raw = text === null ? null : fields(parseJson(text));
  if (!raw || raw["v"] !== SAVED_VERSION) return NOTHING_SAVED;
  const kept = list(raw["messages"]);
  const messages = readMessages(kept).sort(compare);
  // Where one of them cannot be read, nobody knows which: the hub is asked for all.
  const whole =
    messages.length === kept.length && kept.every((each) => Array.isArray(fields(each)?.["segments"]));
  const frontier = whole ? readPlace(raw["frontier"]) : null;
  const last = later(frontier, messages.at(-1) ?? null);
  const seen = readPlace(raw["seen"]);
  return {
    v: SAVED_VERSION,
    epoch: time(raw["epoch"]),
    token: readToken(raw["token"]),
    frontier,
    moreBefore: raw["moreBefore"] === true,
    seen: seen && last && compare(seen, last) > 0 ? null : seen, // nobody saw what has not come yet
    messages,
    outbox: list(raw["outbox"]).flatMap(readDraft),
    ratings: readRatings(raw["ratings"]),
    large: raw["large"] === true,
    muted: raw["muted"] === true,
  };
}

/**
 * What to write when this tab (`me`) has `mine` and the store holds `stored`, perhaps by another tab.
 * The newer epoch has the messages; each tab speaks for its own drafts.
 */
export function merge(stored: Saved, mine: Saved, me: string): Saved {
  const outbox = mergeDrafts(stored.outbox, mine.outbox, me);
  const { large, muted } = mine;
  if (stored.epoch > mine.epoch) return { ...stored, outbox, large, muted };
  if (stored.epoch < mine.epoch) return trim({ ...mine, outbox });
  return trim({
    ...mine,
    token: newest(stored.token, mine.token),
    frontier: later(stored.frontier, mine.frontier),
    seen: later(stored.seen, mine.seen),
    messages: mergeMessages(stored.messages, mine.messages),
    ratings: keptRatings(mergeRatings(byPlace(stored.ratings), byPlace(mine.ratings))),
    outbox,
  });
}

/** The token that came last. */
export function newest(a: Token | null, b: Token | null): Token | null {
  if (!a || !b) return a ?? b;
  return a.at > b.at ? a : b;
}

/** Keeps the newest messages alone. */
export function trim(saved: Saved, most: number = KEPT_MESSAGES): Saved {
  if (saved.messages.length <= most) return saved;
  const messages = most > 0 ? saved.messages.slice(-most) : [];
  return { ...saved, messages, frontier: messages.length ? saved.frontier : null, moreBefore: true };
}

function mergeMessages(stored: readonly Message[], mine: readonly Message[]): readonly Message[] {
  const byPlace = new Map([...stored, ...mine].map((message) => [keyOf(message), message]));
  return [...byPlace.values()].sort(compare);
}

function mergeDrafts(stored: readonly Draft[], mine: readonly Draft[], me: string): readonly Draft[] {
  const own = mine.filter((draft) => draft.owner === me);
  const ownIds = new Set(own.map((draft) => draft.id));
  return [...stored.filter((draft) => draft.owner !== me && !ownIds.has(draft.id)), ...own];
}

function readToken(value: unknown): Token | null {
  const raw = fields(value);
  const word = raw?.["value"];
  return raw && typeof word === "string" && TOKEN.test(word) ? { value: word, at: time(raw["at"]) } : null;
}
