/** The chat without a screen: what a customer can do, and what there is to show. */

import { Exchange, type SessionParts } from "./exchange.ts";
import type { Extent } from "./history.ts";
import type { Place } from "./place.ts";
import { isPersonAsked, type PressedSegment, Presses } from "./presses.ts";
import type { Cancel } from "./ports.ts";
import type { OwnSegment } from "./protocol.ts";
import type { Opinion } from "./ratings.ts";
import { filesOf, type UploadState } from "./uploads.ts";
import type { View } from "./view.ts";

const TYPING_EVERY_MS = 3_000;

/** Everything on the screen comes from `view`; what must survive is kept before it is sent. */
export class Session {
  readonly #exchange: Exchange;
  readonly #listeners = new Set<() => void>();
  readonly #presses: Presses;
  #typedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: SessionParts) {
    this.#exchange = new Exchange(parts, () => this.#changed());
    this.#presses = new Presses(parts.clock);
  }

  /** What to show now. */
  get view(): View {
    const { visitor, connection, catchUp, history, suggestions, activity, busy, closed, house } =
      this.#exchange;
    const { timeline, openDrafts, ratings, moreBefore, seen, unread, large, muted } = visitor;
    const messages = timeline.ordered;
    return {
      ...house,
      phase: connection.phase,
      loaded: timeline.frontier !== null,
      catchingUp: catchUp.running,
      messages,
      drafts: openDrafts,
      uploads: this.#uploadStates(openDrafts),
      ratings,
      typing: activity.typing,
      waiting: activity.waiting,
      busy: busy.wait,
      moreBefore,
      loadingOlder: history.loading,
      seen,
      unread,
      closed: closed > 0 && messages.at(-1)?.conversation === closed,
      personAsked: isPersonAsked(visitor),
      suggestions: suggestions.questions,
      large,
      muted,
    };
  }

  /** Calls back after each change, until the result is called. */
  subscribe(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Connects. */
  start(): void {
    this.#exchange.connection.start();
  }

  /** Hangs up, and keeps what must be kept. */
  stop(): void {
    this.#exchange.connection.stop();
    this.#exchange.lineIsGone();
    this.#exchange.uploads.rest();
    this.save();
  }

  /** The network came or went, or the page woke up: finds out whether the line lives. */
  probe(): void {
    this.#exchange.connection.probe();
    this.#exchange.uploads.open();
  }

  /** Writes a message: kept first, then sent until the hub has it; behind its files, where it has any. */
  write(...segments: readonly OwnSegment[]): void {
    const { suggestions, visitor } = this.#exchange;
    suggestions.clear();
    visitor.outbox.add(this.parts.newId(), segments, this.parts.clock.now());
    this.#exchange.sendKept();
  }

  /** Says what a button stands for; pressed twice, it is said once. */
  press(segment: PressedSegment): void {
    if (this.#presses.isFirst(segment, this.#exchange.visitor)) this.write(segment);
  }

  /** Sends a refused message again; its files as well, as the hub may not have them any more. */
  retry(id: string): void {
    const { uploads, visitor } = this.#exchange;
    const draft = visitor.outbox.all.find((each) => each.id === id);
    visitor.outbox.retry(id);
    for (const { upload } of filesOf(draft?.segments ?? [])) {
      if (draft?.trouble === "refused" && this.parts.carrier.holds(upload))
        visitor.outbox.noteReady(upload, false);
      uploads.retry(upload);
    }
    this.#exchange.sendKept();
  }

  /** Takes a file out of a message that is not sent yet. */
  removeFile(id: string, upload: string): void {
    this.#exchange.visitor.outbox.removeFile(id, upload);
    this.#exchange.uploads.cancel(upload);
    this.#exchange.sendKept();
  }

  /** The addresses in a stored message do not hold any more. */
  renew(place: Place): void {
    this.#exchange.history.renew(place);
  }

  /** The customer types, and this stands there now; told to the hub at most every 3 s. */
  typed(text: string): void {
    const { connection, suggestions } = this.#exchange;
    const now = this.parts.clock.now();
    if (Math.abs(now - this.#typedAt) >= TYPING_EVERY_MS && connection.send({ type: "typing" }))
      this.#typedAt = now;
    suggestions.typed(text);
  }

  /** Suggestions are not wanted now. */
  dismissSuggestions(): void {
    this.#exchange.suggestions.clear();
  }

  /** The customer rates the answer at a place: kept first, then sent until the hub has it. */
  rate(place: Place, opinion: Opinion): void {
    this.#exchange.rater.rate(place, opinion);
    this.save();
  }

  /** The bank's page or app hands in a login that the bank signed. */
  signIn(login: string): void {
    this.#exchange.signIn.hand(login);
  }

  /** Ends the conversation; false when nobody is there to hear it. */
  close(): boolean {
    const { visitor, connection } = this.#exchange;
    const known = visitor.timeline.frontier;
    return known !== null && connection.send({ type: "close", ...known });
  }

  /** Asks for history. */
  loadOlder(): void {
    this.#exchange.history.ask();
  }

  /** Loads what was said before, until `most` messages are here or `wanted` says no. */
  loadWhole(most: number, wanted: () => boolean): Promise<Extent> {
    return this.#exchange.history.whole(most, wanted);
  }

  /** The customer saw everything up to here. */
  sawUpTo(place: Place): void {
    if (!this.#exchange.visitor.sawUpTo(place)) return;
    this.#exchange.noteReceipts();
    this.#changed();
  }

  /** Large type on or off; remembered. */
  setLarge(large: boolean): void {
    this.#exchange.visitor.large = large;
    this.save();
    this.#changed();
  }

  /** New words with a sound or without; remembered. */
  setMuted(muted: boolean): void {
    this.#exchange.visitor.muted = muted;
    this.save();
    this.#changed();
  }

  /** Another tab wrote to the store. */
  storeChanged(): void {
    if (this.#exchange.visitor.reload()) this.#exchange.connection.restart();
    this.#exchange.dropStored();
    this.#changed();
  }

  /** Keeps the state now. */
  save(): void {
    this.#exchange.visitor.save();
  }

  #uploadStates(drafts: View["drafts"]): ReadonlyMap<string, UploadState> {
    const { uploads } = this.#exchange;
    return new Map(
      drafts.flatMap((draft) =>
        filesOf(draft.segments).map((file) => [file.upload, uploads.stateOf(draft, file)] as const),
      ),
    );
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
