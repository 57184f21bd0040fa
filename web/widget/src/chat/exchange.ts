/** What goes between the visitor's state and the hub: greets, takes in what the hub says, mends what a cut left. */

import { Activity } from "./activity.ts";
import { Busy } from "./busy.ts";
import { CatchUp } from "./catchup.ts";
import { Connection, type ConnectionOwner } from "./connection.ts";
import { FirstVisit } from "./first-visit.ts";
import { History } from "./history.ts";
import type { Carrier, Chance, Clock, Dial, Slot, Tabs } from "./ports.ts";
import {
  CLOSE,
  type HubFrame,
  type Hello,
  type Message,
  OVERLOADED,
  type PassingEvent,
  type Refused,
  type Welcome,
} from "./protocol.ts";
import { Rater } from "./rater.ts";
import { Receipts } from "./receipts.ts";
import { Sender } from "./sender.ts";
import { type Logins, SignIn } from "./sign-in.ts";
import { pauseOf } from "./stop-and-wait.ts";
import { Suggestions } from "./suggestions.ts";
import { filesOf, Uploads } from "./uploads.ts";
import type { View } from "./view.ts";
import { Visitor } from "./visitor.ts";

/** What a session needs from outside. */
export interface SessionParts {
  readonly dial: Dial;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly slot: Slot;
  readonly tabs: Tabs;
  readonly carrier: Carrier;
  readonly logins: Logins;
  readonly newId: () => string;
  /** The origin of the page that holds the chat. */
  readonly embedder: string;
  /** The path of the embedder's page, where it told it. */
  readonly page?: string | undefined;
}

/** What the hub says of itself, until it says otherwise. */
export type House = Pick<View, "bank" | "hot" | "textLimit" | "uploadRules">;

/** Joins the connection and the visitor's state; `changed` is called after each change. */
export class Exchange implements ConnectionOwner {
  readonly visitor: Visitor;
  readonly connection: Connection;
  readonly sender: Sender;
  readonly uploads: Uploads;
  readonly rater: Rater;
  readonly signIn: SignIn;
  readonly catchUp: CatchUp;
  readonly history: History;
  readonly suggestions: Suggestions;
  readonly activity: Activity;
  readonly busy: Busy;
  house: House = { bank: null, hot: [], textLimit: 2000, uploadRules: null };
  /** The conversation that the hub said was closed; 0 for none. */
  closed = 0;
  readonly #firstVisit: FirstVisit;
  readonly #receipts: Receipts;
  #wholeExpected = false;
  #greeted = false;

  constructor(
    private readonly parts: SessionParts,
    private readonly changed: () => void,
  ) {
    const { clock, tabs } = parts;
    this.visitor = new Visitor(parts.slot, tabs.me, clock);
    this.connection = new Connection(parts.dial, clock, parts.chance, this);
    const send = this.connection.send.bind(this.connection);
    const keepAndShow = (): void => this.#keepAndShow();
    this.sender = new Sender(this.visitor.outbox, clock, send, keepAndShow);
    this.uploads = new Uploads({
      me: tabs.me,
      outbox: this.visitor.outbox,
      carrier: parts.carrier,
      token: () => this.visitor.token?.value ?? null,
      moved: () => this.sendKept(),
      progressed: changed,
    });
    this.rater = new Rater(this.visitor, clock, parts.newId, send, keepAndShow);
    this.signIn = new SignIn(parts.logins, parts.newId, send);
    this.catchUp = new CatchUp(this.visitor.timeline, clock, send, () => this.connection.restart());
    this.history = new History(this.visitor, clock, send, changed);
    this.suggestions = new Suggestions(clock, send, changed);
    this.activity = new Activity(clock, changed);
    this.busy = new Busy(clock, changed);
    this.#firstVisit = new FirstVisit(tabs);
    this.#receipts = new Receipts(clock, send);
  }

  async hello(): Promise<Hello> {
    this.visitor.reload();
    if (!this.visitor.token) await this.#firstVisit.hold(() => this.#isNew());
    this.#greeted = false;
    const after = this.visitor.resumeAfter;
    this.#wholeExpected = after === null;
    return {
      type: "hello",
      v: 1,
      token: this.visitor.token?.value ?? null,
      embedder: this.parts.embedder,
      page: this.parts.page,
      after,
    };
  }

  turnedAway(waitMs: number): void {
    this.busy.begin("chat", waitMs);
  }

  welcomed(frame: Welcome): void {
    this.busy.over();
    this.#greeted = true;
    this.visitor.renewToken(frame.token);
    this.house = {
      bank: frame.bank,
      hot: frame.hot,
      textLimit: frame.text_limit,
      uploadRules: frame.uploads,
    };
    if (!frame.resume) this.#wholeExpected = true;
    const { timeline, resumeAfter } = this.visitor;
    if (this.#wholeExpected && (timeline.ordered.length > 0 || resumeAfter !== null)) this.#startAnew();
    this.closed = frame.closed;
    this.catchUp.begun();
    this.visitor.save();
    this.#firstVisit.letOthersIn();
  }

  heard(frame: HubFrame): void {
    this.catchUp.goesOn();
    switch (frame.type) {
      case "message":
        this.#take(frame.message);
        break;
      case "skipped":
        this.visitor.timeline.skip(frame);
        this.catchUp.check();
        this.#arrived();
        break;
      case "caught_up":
        this.#caughtUp(frame.more_before);
        break;
      case "ack":
        this.visitor.timeline.expect(frame);
        this.busy.over();
        this.sender.acked(frame);
        this.catchUp.check();
        break;
      case "refused":
        if (!this.rater.refused(frame) && !this.signIn.refused(frame)) this.#refused(frame);
        break;
      case "rated":
        this.rater.rated(frame.id);
        break;
      case "signed_in":
        this.signIn.signedIn(frame.id);
        break;
      case "older":
        this.history.took(frame);
        break;
      case "suggestions":
        this.suggestions.answered(frame);
        break;
      case "event":
        this.#event(frame);
        break;
    }
    this.changed();
  }

  cut(code: number): void {
    if (code === CLOSE.notUnderstood) {
      console.error("yuanqiao: the hub did not understand a frame");
      this.sender.notUnderstood();
      this.rater.notUnderstood();
    }
    this.lineIsGone();
    if (code === CLOSE.badToken) this.visitor.forgetToken();
    else if (code === CLOSE.notUnderstood && !this.#greeted) this.visitor.doubt();
    else return;
    this.#receipts.forget();
  }

  phaseChanged(): void {
    this.changed();
  }

  beat(): void {
    void this.#adopt();
  }

  /** Nothing that is under way will be answered any more. */
  lineIsGone(): void {
    this.#firstVisit.cut();
    this.sender.cut();
    this.rater.cut();
    this.signIn.cut();
    this.catchUp.cut();
    this.history.cut();
    this.suggestions.clear();
    this.activity.over();
    this.busy.over();
  }

  /** Tells the hub, soon, how far the messages arrived and were seen. */
  noteReceipts(): void {
    const { timeline, seen } = this.visitor;
    if (timeline.frontier) this.#receipts.reach("received", timeline.lastFromBank(timeline.frontier));
    if (seen) this.#receipts.reach("read", timeline.lastFromBank(seen));
  }

  /** Drops the drafts that stored messages have replaced. */
  dropStored(): void {
    for (const draft of this.visitor.dropStored()) {
      this.uploads.sent(filesOf(draft.segments).map((file) => file.upload));
      this.sender.done(draft.id);
    }
  }

  /** Keeps what was written, and sends it when its turn comes. */
  sendKept(): void {
    this.visitor.save();
    this.sender.pump();
    this.uploads.pump();
    this.changed();
  }

  #refused(frame: Refused): void {
    if (frame.code === OVERLOADED) this.busy.begin("message", pauseOf(frame.retry_after_s));
    this.sender.refused(frame);
  }

  #isNew(): boolean {
    this.visitor.reload();
    return this.visitor.token === null;
  }

  #take(message: Message): void {
    if (!this.visitor.timeline.add(message)) return;
    if (message.direction === "out") this.activity.over();
    this.catchUp.check();
    this.#arrived();
  }

  #caughtUp(moreBefore: boolean): void {
    this.catchUp.ended();
    if (this.#wholeExpected) this.visitor.moreBefore = moreBefore;
    this.#wholeExpected = false;
    this.#arrived();
    this.#receipts.tellAgain();
    this.sender.open();
    this.uploads.open();
    this.rater.open();
    this.signIn.open();
    this.history.open();
    void this.#adopt();
  }

  #arrived(): void {
    this.dropStored();
    this.noteReceipts();
    this.visitor.saveLater();
  }

  #event({ event, conversation }: PassingEvent): void {
    if (event === "typing") this.activity.started();
    else if (event === "waiting") this.activity.takesLonger();
    else if (event === "closed") this.closed = conversation;
    // "delivered" and "read" are not shown: own messages need no words until something is wrong
  }

  #startAnew(): void {
    this.visitor.startAnew();
    this.#receipts.forget();
    this.closed = 0;
  }

  /** Takes over drafts of tabs that are gone. */
  async #adopt(): Promise<void> {
    const { outbox } = this.visitor;
    if (outbox.all.every((draft) => draft.owner === this.parts.tabs.me)) return;
    outbox.adopt(await this.parts.tabs.alive());
    this.dropStored();
    this.sendKept();
  }

  #keepAndShow(): void {
    this.visitor.saveLater();
    this.changed();
  }
}
