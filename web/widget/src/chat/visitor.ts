/** What the browser holds of one visitor: token, messages, drafts, how far was read; and keeps it. */

import { Outbox, type Draft } from "./outbox.ts";
import { compare, later, type Place, placeOf } from "./place.ts";
import type { Cancel, Clock, Slot } from "./ports.ts";
import type { Message } from "./protocol.ts";
import { byPlace, keptRatings, mergeRatings, type Ratings } from "./ratings.ts";
import { newest, type Saved, SAVED_VERSION, type Token } from "./saved.ts";
import { Timeline } from "./timeline.ts";
import { Vault } from "./vault.ts";

const SAVE_AFTER_MS = 300;

/** The state behind a session. Other tabs may change the kept copy: `reload` takes that in. */
export class Visitor {
  readonly timeline = new Timeline();
  readonly outbox: Outbox;
  token: Token | null = null;
  seen: Place | null = null;
  moreBefore = false;
  large = false;
  muted = false;
  ratings: Ratings = new Map();
  readonly #vault: Vault;
  #epoch = -1;
  #saving: Cancel | null = null;

  constructor(
    slot: Slot,
    me: string,
    private readonly clock: Clock,
  ) {
    this.#vault = new Vault(slot, me);
    this.outbox = new Outbox(me);
    this.reload();
  }

  /** Takes in what is kept; true when the messages are new ones altogether. */
  reload(): boolean {
    const saved = this.#vault.load();
    this.outbox.takeOthers(saved.outbox);
    this.large = saved.large;
    this.muted = saved.muted;
    if (saved.epoch < this.#epoch) return false;
    const anew = saved.epoch > this.#epoch;
    if (anew) this.#replaceBy(saved);
    this.ratings = mergeRatings(this.ratings, byPlace(saved.ratings));
    this.token = newest(this.token, saved.token);
    this.seen = later(this.seen, saved.seen);
    return anew;
  }

  /** Keeps the state now. */
  save(): void {
    this.#saving?.();
    this.#saving = null;
    this.#vault.save(this.#saved());
  }

  /** Keeps the state soon, together with what follows at once. */
  saveLater(): void {
    this.#saving ??= this.clock.after(SAVE_AFTER_MS, () => this.save());
  }

  /** The hub gave a token. Later ones have a larger `at`, whatever the clock says: it may have been set back. */
  renewToken(value: string): void {
    this.token = { value, at: Math.max(this.clock.now(), (this.token?.at ?? 0) + 1) };
  }

  /** The hub did not understand who this is and up to where: one part after the other is given up. */
  doubt(): void {
    if (this.resumeAfter === null) return this.forgetToken();
    this.startAnew();
    this.save();
  }

  /** The hub does not take the token; another tab may have a newer one, else a new visitor begins. */
  forgetToken(): void {
    const used = this.token?.value;
    this.reload();
    if (this.token?.value !== used) return;
    this.token = null;
    this.ratings = new Map();
    this.startAnew();
    this.save();
  }

  /** The messages that are held mean nothing any more; drafts stay. */
  startAnew(): void {
    this.#epoch = Math.max(this.#epoch + 1, this.clock.now());
    this.timeline.clear();
    this.seen = null;
    this.moreBefore = false;
  }

  /** The place to resume from; null when there is none. */
  get resumeAfter(): Place | null {
    const { frontier } = this.timeline;
    return frontier && frontier.conversation > 0 ? frontier : null;
  }

  /** The customer saw all up to the place; false when that was known. */
  sawUpTo(place: Place): boolean {
    if (this.seen && compare(place, this.seen) <= 0) return false;
    this.seen = placeOf(place);
    this.saveLater();
    return true;
  }

  /** How many messages of the bank lie behind the last one seen. */
  get unread(): number {
    const { seen } = this;
    const isUnread = (message: Message) =>
      message.direction === "out" && (!seen || compare(message, seen) > 0);
    return this.timeline.ordered.filter(isUnread).length;
  }

  /** Drafts that no stored message has replaced. */
  get openDrafts(): readonly Draft[] {
    return this.outbox.all.filter((draft) => !this.#isStored(draft));
  }

  /** Drops the drafts that stored messages have replaced, and gives them. */
  dropStored(): readonly Draft[] {
    const replaced = this.outbox.all.filter((draft) => this.#isStored(draft));
    if (replaced.length > 0) this.outbox.drop(new Set(replaced.map((draft) => draft.id)));
    return replaced;
  }

  #isStored(draft: Draft): boolean {
    if (this.timeline.hasOwn(draft.id)) return true;
    if (!draft.stored) return false;
    const { frontier } = this.timeline;
    return this.timeline.has(draft.stored) || (frontier !== null && compare(draft.stored, frontier) <= 0);
  }

  #replaceBy(saved: Saved): void {
    this.startAnew();
    this.#epoch = saved.epoch;
    this.ratings = new Map();
    this.token = saved.token;
    this.moreBefore = saved.moreBefore;
    const { frontier } = saved;
    for (const message of saved.messages) {
      // What lies behind a hole comes again with the hole, if it exists at all.
      if (!frontier || compare(message, frontier) <= 0) this.timeline.add(message);
    }
    this.timeline.frontier = frontier;
  }

  #saved(): Saved {
    return {
      v: SAVED_VERSION,
      epoch: this.#epoch,
      token: this.token,
      frontier: this.resumeAfter,
      moreBefore: this.moreBefore,
      seen: this.seen,
      messages: this.timeline.frontier ? this.timeline.ordered : [], // before that, there may be holes
      outbox: this.outbox.all,
      ratings: keptRatings(this.ratings),
      large: this.large,
      muted: this.muted,
    };
  }
}
