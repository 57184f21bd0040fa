/** Holds the stored messages of the visitor: each once, in order, and knows where something is missing. */

import { compare, keyOf, later, ORIGIN, placeOf, type Place } from "./place.ts";
import type { Message } from "./protocol.ts";

const FIRST: Place = { conversation: 1, seq: 1 };

/**
 * Messages by place. `frontier` is the place up to which nothing is missing: null until a first
 * catch-up has ended, `ORIGIN` when there was nothing.
 */
export class Timeline {
  #messages = new Map<string, Message>();
  #ordered: readonly Message[] | null = null;
  #clientIds = new Set<string>();
  #skipped = new Map<string, Place>();
  #expected: Place | null = null;
  frontier: Place | null = null;

  /** Messages in order of place. */
  get ordered(): readonly Message[] {
    this.#ordered ??= [...this.#messages.values()].sort(compare);
    return this.#ordered;
  }

  /** The first place that is held, shown or not; null for none. */
  get oldest(): Place | null {
    return this.#firstOf([...this.ordered.slice(0, 1), ...this.#skipped.values()]);
  }

  /** Whether something is known to be missing behind the frontier. */
  get incomplete(): boolean {
    if (!this.frontier) return false;
    const furthest = later(this.#expected, this.ordered.at(-1) ?? null);
    return furthest !== null && compare(furthest, this.frontier) > 0;
  }

  /** Whether a message lies behind the frontier, so that one between is missing. */
  get gap(): boolean {
    const last = this.ordered.at(-1);
    return this.frontier !== null && last !== undefined && compare(last, this.frontier) > 0;
  }

  /** Whether the message at this place is held. */
  has(place: Place): boolean {
    return this.#messages.has(keyOf(place));
  }

  /** Whether the message that this client sent under the id is held. */
  hasOwn(clientId: string): boolean {
    return this.#clientIds.has(clientId.toLowerCase()); // RFC 9562, 4: a UUID in another case is the same
  }

  /** The bank's last message up to a place; null for none. */
  lastFromBank(upTo: Place): Place | null {
    const last = this.ordered.findLast((each) => each.direction === "out" && compare(each, upTo) <= 0);
    return last ? placeOf(last) : null;
  }

  /** Takes a message in; false when it was held already. */
  add(message: Message): boolean {
    const key = keyOf(message);
    if (this.#messages.has(key)) return false;
    this.#messages.set(key, message);
    if (message.client_id) this.#clientIds.add(message.client_id.toLowerCase());
    this.#ordered = null;
    this.#advance(false);
    return true;
  }

  /** Puts a message that came again in the place of the one that is held: its addresses are fresh. */
  renew(message: Message): void {
    const key = keyOf(message);
    if (!this.#messages.has(key)) return;
    this.#messages.set(key, message);
    this.#ordered = null;
  }

  /** Something that is not shown has arrived at this place. */
  skip(place: Place): void {
    this.#skipped.set(keyOf(place), placeOf(place));
    this.expect(place);
    this.#advance(false);
  }

  /** Takes note that a message with this place exists. */
  expect(place: Place): void {
    this.#expected = later(this.#expected, placeOf(place));
  }

  /** A catch-up has ended: all that follows the frontier has been sent, over all conversations. */
  settle(): void {
    this.frontier ??= this.oldest ? placeOf(this.oldest) : ORIGIN;
    this.#advance(true);
  }

  /** Gives up what is missing although it was asked for: the hub no longer has it. */
  giveUp(): void {
    const furthest = [this.ordered.at(-1) ?? null, ...this.#skipped.values()].reduce(later, this.frontier);
    this.#expected = null;
    this.frontier = placeOf(furthest ?? ORIGIN);
  }

  /** Forgets everything. */
  clear(): void {
    this.#messages.clear();
    this.#clientIds.clear();
    this.#skipped.clear();
    this.#ordered = null;
    this.#expected = null;
    this.frontier = null;
  }

  /**
   * Moves the frontier over messages without a hole. Only at the end of a catch-up may it step into
   * the next conversation: before, nobody knows whether the one before has ended.
   */
  #advance(acrossConversations: boolean): void {
    if (!this.frontier) return;
    for (let next = this.#next(acrossConversations); next; next = this.#next(acrossConversations)) {
      this.frontier = next;
    }
  }

  #next(acrossConversations: boolean): Place | null {
    const at: Place = this.frontier ?? ORIGIN;
    const follower = at.conversation > 0 ? { conversation: at.conversation, seq: at.seq + 1 } : FIRST;
    if (this.has(follower) || this.#skipped.has(keyOf(follower))) return follower;
    if (!acrossConversations) return null;
    const next = this.#firstOf([...this.ordered, ...this.#skipped.values()], at);
    return next && next.conversation > at.conversation && next.seq === 1 ? next : null;
  }

  /** The first of the places, or the first behind one; null for none. */
  #firstOf(places: readonly Place[], behind: Place = ORIGIN): Place | null {
    const sorted = places.filter((place) => compare(place, behind) > 0).sort(compare);
    return sorted[0] ? placeOf(sorted[0]) : null;
  }
}
