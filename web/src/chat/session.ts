/** The chat without a screen: what it sends, hears and shows. Everything on the screen comes from `view`. */

import { Activity } from "./activity.ts";
import { CatchUp } from "./catchup.ts";
import { Connection, type Phase } from "./connection.ts";
import type { Draft } from "./outbox.ts";
import { type Place, placeOf } from "./place.ts";
import type { Cancel, Chance, Clock, Dial, Slot, Tabs } from "./ports.ts";
import {
  type Bank,
  CLOSE,
  type HubFrame,
  type Hello,
  type Message,
  type OwnSegment,
  type Welcome,
} from "./protocol.ts";
import { Receipts } from "./receipts.ts";
import { Sender } from "./sender.ts";
import { Visitor } from "./visitor.ts";

const TYPING_EVERY_MS = 3_000;
const FIRST_VISIT = "first-visit"; // held while a new visitor gets a token, so that two tabs get one

/** What a session needs from outside. */
export interface SessionParts {
  readonly dial: Dial;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly slot: Slot;
  readonly tabs: Tabs;
  readonly newId: () => string;
  /** The origin of the page that holds the chat. */
  readonly embedder: string;
}

/** One moment of the session, for the screen. */
export interface View {
  readonly phase: Phase;
  /** False until the first catch-up has ended and nothing was kept from before. */
  readonly loaded: boolean;
  readonly catchingUp: boolean;
  readonly messages: readonly Message[];
  readonly drafts: readonly Draft[];
  readonly typing: boolean;
  readonly waiting: boolean;
  readonly moreBefore: boolean;
  readonly loadingOlder: boolean;
  /** The last message that the customer saw. */
  readonly seen: Place | null;
  /** Messages of the bank behind `seen`. */
  readonly unread: number;
  /** The conversation of the last message was closed. */
  readonly closed: boolean;
  readonly bank: Bank | null;
  readonly textLimit: number;
  readonly large: boolean;
}

/** Joins the connection and the visitor's state; what must survive is kept before it is sent. */
export class Session {
  readonly #visitor: Visitor;
  readonly #connection: Connection;
  readonly #sender: Sender;
  readonly #catchUp: CatchUp;
  readonly #receipts: Receipts;
  readonly #activity: Activity;
  readonly #listeners = new Set<() => void>();
  #wholeExpected = false;
  #loadingOlder = false;
  #closed = 0;
  #bank: Bank | null = null;
  #textLimit = 2000;
  #typedAt = Number.NEGATIVE_INFINITY;
  #waits = 0;
  #letOthersIn: Cancel = () => {};

  constructor(private readonly parts: SessionParts) {
    const { clock, tabs } = parts;
    this.#visitor = new Visitor(parts.slot, tabs.me, clock);
    this.#connection = new Connection(parts.dial, clock, parts.chance, {
      hello: () => this.#hello(),
      welcomed: (frame) => this.#welcomed(frame),
      heard: (frame) => this.#heard(frame),
      cut: (code) => this.#cut(code),
      phaseChanged: () => this.#changed(),
      beat: () => void this.#adopt(),
    });
    const send = this.#connection.send.bind(this.#connection);
    this.#sender = new Sender(this.#visitor.outbox, clock, send, () => this.#draftsChanged());
    this.#catchUp = new CatchUp(this.#visitor.timeline, clock, send, () => this.#connection.restart());
    this.#receipts = new Receipts(clock, send);
    this.#activity = new Activity(clock, () => this.#changed());
  }

  /** What to show now. */
  get view(): View {
    const { timeline, openDrafts, moreBefore, seen, unread, large } = this.#visitor;
    const messages = timeline.ordered;
    return {
      phase: this.#connection.phase,
      loaded: timeline.frontier !== null,
      catchingUp: this.#catchUp.running,
      messages,
      drafts: openDrafts,
      typing: this.#activity.typing,
      waiting: this.#activity.waiting,
      moreBefore,
      loadingOlder: this.#loadingOlder,
      seen,
      unread,
      closed: this.#closed > 0 && messages.at(-1)?.conversation === this.#closed,
      bank: this.#bank,
      textLimit: this.#textLimit,
      large,
    };
  }

  /** Calls back after each change, until the result is called. */
  subscribe(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Connects. */
  start(): void {
    this.#connection.start();
  }

  /** Hangs up, and keeps what must be kept. */
  stop(): void {
    this.#connection.stop();
    this.#lineIsGone();
    this.save();
  }

  /** The network came or went, or the page woke up: finds out whether the line lives. */
  probe(): void {
    this.#connection.probe();
  }

  /** Writes a message: kept first, then sent until the hub has it. */
  write(segment: OwnSegment): void {
    this.#visitor.outbox.add(this.parts.newId(), [segment], this.parts.clock.now());
    this.#sendKept();
  }

  /** Sends a refused message again. */
  retry(id: string): void {
    this.#visitor.outbox.retry(id);
    this.#sendKept();
  }

  /** The customer types; told to the hub at most every 3 s. */
  typed(): void {
    const now = this.parts.clock.now();
    if (now - this.#typedAt >= TYPING_EVERY_MS && this.#connection.send({ type: "typing" }))
      this.#typedAt = now;
  }

  /** Ends the conversation; false when nobody is there to hear it. */
  close(): boolean {
    const known = this.#visitor.timeline.frontier;
    return known !== null && this.#connection.send({ type: "close", ...known });
  }

  /** Asks for history. */
  loadOlder(): void {
    const oldest = this.#visitor.timeline.ordered[0];
    if (this.#loadingOlder || !oldest) return;
    this.#loadingOlder = this.#connection.send({ type: "older", before: placeOf(oldest) });
    this.#changed();
  }

  /** The customer saw everything up to here. */
  sawUpTo(place: Place): void {
    if (!this.#visitor.sawUpTo(place)) return;
    this.#noteReceipts();
    this.#changed();
  }

  /** Large type on or off; remembered. */
  setLarge(large: boolean): void {
    this.#visitor.large = large;
    this.save();
    this.#changed();
  }

  /** Another tab wrote to the store. */
  storeChanged(): void {
    if (this.#visitor.reload()) this.#connection.restart();
    this.#dropStored();
    this.#changed();
  }

  /** Keeps the state now. */
  save(): void {
    this.#visitor.save();
  }

  async #hello(): Promise<Hello> {
    this.#visitor.reload();
    if (!this.#visitor.token) await this.#waitForFirstVisit();
    const after = this.#visitor.resumeAfter;
    this.#wholeExpected = after === null;
    return {
      type: "hello",
      v: 1,
      token: this.#visitor.token?.value ?? null,
      embedder: this.parts.embedder,
      after,
    };
  }

  async #waitForFirstVisit(): Promise<void> {
    this.#letOthersIn();
    const wait = ++this.#waits;
    const release = await this.parts.tabs.hold(FIRST_VISIT);
    this.#visitor.reload();
    if (this.#visitor.token || wait !== this.#waits) release();
    else this.#letOthersIn = release;
  }

  #welcomed(frame: Welcome): void {
    this.#visitor.token = { value: frame.token, at: this.parts.clock.now() };
    this.#bank = frame.bank;
    this.#textLimit = frame.text_limit;
    if (!frame.resume) this.#wholeExpected = true;
    if (this.#wholeExpected && this.#visitor.timeline.ordered.length > 0) this.#startAnew();
    this.#catchUp.begun();
    this.save();
    this.#letOthersIn();
  }

  #heard(frame: HubFrame): void {
    switch (frame.type) {
      case "message":
        this.#take(frame.message);
        break;
      case "caught_up":
        this.#caughtUp(frame.more_before);
        break;
      case "ack":
        this.#visitor.timeline.expect(frame);
        this.#sender.acked(frame);
        this.#catchUp.check();
        break;
      case "refused":
        this.#sender.refused(frame);
        break;
      case "older":
        this.#takeOlder(frame.messages, frame.more);
        break;
      case "event":
        this.#event(frame.event, frame.conversation);
        break;
    }
    this.#changed();
  }

  #take(message: Message): void {
    if (!this.#visitor.timeline.add(message)) return;
    if (message.direction === "out") this.#activity.over();
    this.#catchUp.check();
    this.#arrived();
  }

  #takeOlder(messages: readonly Message[], more: boolean): void {
    for (const message of messages) this.#visitor.timeline.add(message);
    this.#loadingOlder = false;
    this.#visitor.moreBefore = more;
    this.#visitor.saveLater();
  }

  #caughtUp(moreBefore: boolean): void {
    this.#catchUp.ended();
    if (this.#wholeExpected) this.#visitor.moreBefore = moreBefore;
    this.#wholeExpected = false;
    this.#arrived();
    this.#receipts.tellAgain();
    this.#sender.open();
    void this.#adopt();
  }

  #arrived(): void {
    this.#dropStored();
    this.#noteReceipts();
    this.#visitor.saveLater();
  }

  #noteReceipts(): void {
    const { timeline, seen } = this.#visitor;
    if (timeline.frontier) this.#receipts.reach("received", timeline.lastFromBank(timeline.frontier));
    if (seen) this.#receipts.reach("read", timeline.lastFromBank(seen));
  }

  #event(event: string, conversation: number): void {
    if (event === "typing") this.#activity.started();
    else if (event === "waiting") this.#activity.takesLonger();
    else if (event === "closed") this.#closed = conversation;
    // "delivered" and "read" are not shown: own messages need no words until something is wrong
  }

  #cut(code: number): void {
    if (code === CLOSE.notUnderstood) {
      console.error("yuanqiao: the hub did not understand a frame");
      this.#sender.notUnderstood();
    }
    this.#lineIsGone();
    if (code !== CLOSE.badToken) return;
    this.#visitor.forgetToken();
    this.#receipts.forget();
  }

  #lineIsGone(): void {
    this.#waits += 1;
    this.#letOthersIn();
    this.#sender.cut();
    this.#catchUp.cut();
    this.#activity.over();
    this.#loadingOlder = false;
  }

  #startAnew(): void {
    this.#visitor.startAnew();
    this.#receipts.forget();
    this.#closed = 0;
  }

  /** Takes over drafts of tabs that are gone. */
  async #adopt(): Promise<void> {
    const { outbox } = this.#visitor;
    if (outbox.all.every((draft) => draft.owner === this.parts.tabs.me)) return;
    outbox.adopt(await this.parts.tabs.alive());
    this.#dropStored();
    this.#sendKept();
  }

  #sendKept(): void {
    this.save();
    this.#sender.pump();
    this.#changed();
  }

  #dropStored(): void {
    for (const id of this.#visitor.dropStored()) this.#sender.done(id);
  }

  #draftsChanged(): void {
    this.#visitor.saveLater();
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
