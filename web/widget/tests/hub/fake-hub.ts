/** A hub in memory that speaks docs/webchat-protocol.md, with faults on its lines. */

import { compare, keyOf, type Place, placeOf } from "../../src/chat/place.ts";
import type { Dial, Line, LineEvents } from "../../src/chat/ports.ts";
import type {
  ClientFrame,
  Hello,
  Message,
  Rate,
  Segment,
  SentSegment,
  UploadRules,
} from "../../src/chat/protocol.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** What goes wrong on a line: chances per frame. */
export interface Faults {
  cut: number;
  repeat: number;
  reorder: number;
  drop: number;
  refuse: number;
}

/** A line without faults. */
export const NO_FAULTS: Faults = { cut: 0, repeat: 0, reorder: 0, drop: 0, refuse: 0 };

const BANK = { name: "远桥银行", hotline: "95XXX", colour: "#0b6b74" };
const HOT = ["银行卡丢了怎么办"];

interface Visitor {
  readonly name: string;
  messages: Message[];
  conversation: number;
  readonly lines: Set<FakeLine>;
}

/** Holds visitors and their messages; `dial` opens lines to it. */
export class FakeHub {
  faults: Faults = { ...NO_FAULTS };
  reachable = true;
  replies = true;
  newest = 50;
  textLimit = 2000;
  uploads: UploadRules | null = { bytes: 15_000_000, types: ["image/jpeg", "image/png", "application/pdf"] };
  /** Places whose messages are not for the customer. */
  readonly hidden = new Set<string>();
  closeNext: number | null = null;
  /** The greeting is answered so many milliseconds late. */
  late = 0;
  /** The messages of a catch-up come one by one, so many milliseconds apart. */
  everyMs = 0;
  /** UUIDs come back in upper case. */
  upperCase = false;
  /** The next greeting is turned away for so many seconds. */
  turnAway: number | null = null;
  /** What `suggest` is answered with; null for no answer at all. */
  suggested: ((text: string) => readonly string[]) | null = (text) => [`${text}怎么办`];
  /** Ratings as stored, the newest per place. */
  readonly rated = new Map<string, Rate>();
  readonly hellos: Hello[] = [];
  readonly heard: ClientFrame[] = [];
  readonly visitors: Visitor[] = [];
  readonly #tokens = new Map<string, Visitor>();
  #tokenCount = 0;

  constructor(
    readonly clock: VirtualClock,
    readonly chance: () => number,
  ) {}

  readonly dial: Dial = (events) => new FakeLine(this, events);

  /** Cuts every line with the code. */
  cutAll(code = 1006): void {
    for (const visitor of this.visitors) for (const line of [...visitor.lines]) line.cut(code);
  }

  /** No token holds any more. */
  expireTokens(): void {
    this.#tokens.clear();
  }

  /** This token no longer holds. */
  refuseToken(token: string): void {
    this.#tokens.delete(token);
  }

  /** This token is the first visitor's. */
  takeToken(token: string): void {
    const [visitor] = this.visitors;
    if (visitor) this.#tokens.set(token, visitor);
  }

  /** The bank says something unasked. */
  say(visitor: Visitor, segments: readonly Segment[]): Message {
    const author = { kind: "bot", name: "" } as const;
    return this.#store(visitor, { direction: "out", author, segments, client_id: null });
  }

  /** The house notes something under a number of its own that is not for the customer. */
  note(visitor: Visitor): void {
    const { conversation } = visitor;
    const seq = visitor.messages.filter((each) => each.conversation === conversation).length + 1;
    this.hidden.add(keyOf({ conversation, seq }));
    this.say(visitor, []);
  }

  /** What a visitor sees of their messages. */
  shownTo(visitor: Visitor): readonly Message[] {
    return visitor.messages.filter((each) => !this.hidden.has(keyOf(each)));
  }

  /** Passing events for all lines of the visitor. */
  show(visitor: Visitor, event: string, place: Place): void {
    for (const line of visitor.lines) line.tell({ type: "event", event, ...place });
  }

  greet(line: FakeLine, hello: Hello): void {
    this.hellos.push(hello);
    if (this.late > 0) this.clock.after(this.late, () => this.#answerTo(line, hello));
    else this.#answerTo(line, hello);
  }

  #answerTo(line: FakeLine, hello: Hello): void {
    if (this.turnAway !== null) {
      line.tell({ type: "refused", id: "", code: "overloaded", retry_after_s: this.turnAway, detail: "" });
      this.turnAway = null;
      this.clock.after(30, () => line.cut(4429));
      return;
    }
    if (this.closeNext !== null) {
      const code = this.closeNext;
      this.closeNext = null;
      return line.cut(code);
    }
    const known = hello.token === null ? undefined : this.#tokens.get(hello.token);
    if (hello.token !== null && !known) return line.cut(4401);
    const visitor = known ?? this.#newVisitor();
    visitor.lines.add(line);
    line.visitor = visitor;
    const token = `token-${++this.#tokenCount}`;
    this.#tokens.set(token, visitor);
    const resume =
      hello.after !== null && visitor.messages.some((each) => compare(each, hello.after as Place) === 0);
    line.tell({
      type: "welcome",
      v: 1,
      token,
      resume,
      heartbeat_s: 20,
      text_limit: this.textLimit,
      bank: BANK,
      hot: HOT,
      uploads: this.uploads,
      ...(this.#isClosed(visitor) ? { closed: visitor.conversation - 1 } : {}),
    });
    this.catchUp(line, resume ? hello.after : null);
  }

  catchUp(line: FakeLine, after: Place | null): void {
    const all = line.visitor?.messages ?? [];
    const wanted = after ? all.filter((each) => compare(each, after) > 0) : all.slice(-this.newest);
    const frames = [
      ...wanted.map((message) => this.#frameOf(message)),
      { type: "caught_up", more_before: !after && all.length > wanted.length },
    ];
    frames.forEach((frame, at) => {
      if (this.everyMs > 0) this.clock.after(at * this.everyMs, () => line.tell(frame));
      else line.tell(frame);
    });
  }

  accept(line: FakeLine, id: string, segments: readonly SentSegment[]): void {
    const visitor = line.visitor as Visitor;
    const known = visitor.messages.find((each) => each.client_id === this.#inCase(id));
    if (!known && this.chance() < this.faults.refuse) {
      return line.tell({
        type: "refused",
        id,
        code: this.chance() < 0.5 ? "too_many" : "unavailable",
        retry_after_s: 1,
        detail: "",
      });
    }
    if (known)
      return line.tell({ type: "ack", id, conversation: known.conversation, seq: known.seq, at: known.at });
    const stored = segments.map(storedOf);
    const author = { kind: "customer", name: "" } as const;
    const message = this.#store(visitor, {
      direction: "in",
      author,
      segments: stored,
      client_id: this.#inCase(id),
    });
    line.tell({ type: "ack", id, conversation: message.conversation, seq: message.seq, at: message.at });
    if (this.replies) this.#answer(visitor, message);
  }

  /** Stores what was thought of an answer; only answers with a source can be rated. */
  rate(line: FakeLine, frame: Rate): void {
    const answer = line.visitor?.messages.find((each) => compare(each, frame) === 0);
    const rateable = answer?.segments.some((part) => part.type === "text" && part.source !== null);
    if (!rateable) {
      return line.tell({ type: "refused", id: frame.id, code: "bad_input", retry_after_s: 0, detail: "" });
    }
    this.rated.set(keyOf(frame), frame);
    line.tell({ type: "rated", id: frame.id });
  }

  #inCase(id: string): string {
    return this.upperCase ? id.toUpperCase() : id;
  }

  /** Nothing was said since the last conversation ended. */
  #isClosed({ conversation, messages }: Visitor): boolean {
    return conversation > 1 && !messages.some((each) => each.conversation === conversation);
  }

  #answer(visitor: Visitor, asked: Message): void {
    this.show(visitor, "typing", asked);
    this.clock.after(50 + this.chance() * 2000, () => {
      this.say(visitor, [
        { type: "text", text: `answer to ${asked.conversation}.${asked.seq}`, source: null },
      ]);
    });
  }

  #newVisitor(): Visitor {
    const visitor = {
      name: `visitor-${this.visitors.length + 1}`,
      messages: [],
      conversation: 1,
      lines: new Set<FakeLine>(),
    };
    this.visitors.push(visitor);
    return visitor;
  }

  /** Only the newest conversation grows: a client that went on to it never asks for an older one's end. */
  #store(visitor: Visitor, part: Omit<Message, "conversation" | "seq" | "at">): Message {
    const { conversation } = visitor;
    const seq = visitor.messages.filter((each) => each.conversation === conversation).length + 1;
    const message = { ...part, conversation, seq, at: new Date(this.clock.now()).toISOString() };
    visitor.messages = [...visitor.messages, message].sort(compare);
    for (const line of visitor.lines) line.tell(this.#frameOf(message), true);
    return message;
  }

  /** A page of history, with a place for each message that is not for the customer. */
  pageOf(messages: readonly Message[]): readonly unknown[] {
    return messages.map((message) =>
      this.hidden.has(keyOf(message)) ? { type: "skipped", ...placeOf(message) } : message,
    );
  }

  #frameOf(message: Message): { readonly type: string; readonly [field: string]: unknown } {
    if (this.hidden.has(keyOf(message))) return { type: "skipped", ...placeOf(message) };
    return { type: "message", message };
  }
}

/** What the hub makes of what was sent; a file's address is a new one each time that it is told. */
function storedOf(part: SentSegment): Segment {
  if (part.type === "text") return { ...part, source: null };
  if (part.type === "choice") return part;
  const media = { id: part.upload, mime: "image/png", bytes: 1, name: "", width: 1, height: 1 };
  const url = `https://media.test/media/${part.upload}`;
  return part.type === "image" ? { type: "image", media, alt: "", url } : { type: "file", media, url };
}

/** One line; frames travel 1 to 20 ms each way, in order unless `reorder` strikes. */
class FakeLine implements Line {
  visitor: Visitor | null = null;
  #up = true;
  #lastUp = 0;
  #lastDown = 0;

  constructor(
    private readonly hub: FakeHub,
    private readonly events: LineEvents,
  ) {
    hub.clock.after(5, () => {
      if (!this.#up) return;
      if (hub.reachable) events.opened();
      else this.cut(1006);
    });
  }

  send(text: string): void {
    this.#lastUp = this.#travel(this.#lastUp, () => {
      if (this.#struck("cut")) return this.cut(1006);
      this.#hear(JSON.parse(text) as ClientFrame);
      if (this.#struck("cut")) this.cut(1006);
    });
  }

  hangUp(): void {
    this.#up = false;
    this.visitor?.lines.delete(this);
  }

  cut(code: number): void {
    if (!this.#up) return;
    this.hangUp();
    this.events.closed(code);
  }

  /** Sends a frame. Only `live` messages are dropped or overtaken: a catch-up runs along one line, in order. */
  tell(frame: { readonly type: string; readonly [field: string]: unknown }, live = false): void {
    if (live && this.#struck("drop")) return;
    const deliver = (): void => {
      if (this.#struck("cut")) return this.cut(1006);
      this.events.text(JSON.stringify(frame));
    };
    if (live && this.#struck("reorder")) this.#travel(this.hub.clock.now() + this.hub.chance() * 60, deliver);
    else this.#lastDown = this.#travel(this.#lastDown, deliver);
    if (this.#struck("repeat")) this.#lastDown = this.#travel(this.#lastDown, deliver);
  }

  #hear(frame: ClientFrame): void {
    this.hub.heard.push(frame);
    if (frame.type === "hello") return this.hub.greet(this, frame);
    const visitor = this.visitor as Visitor;
    if (frame.type === "send") this.hub.accept(this, frame.id, frame.segments);
    else if (frame.type === "resume") this.hub.catchUp(this, frame.after);
    else if (frame.type === "rate") this.hub.rate(this, frame);
    else if (frame.type === "suggest") {
      const questions = this.hub.suggested?.(frame.text);
      if (questions) this.tell({ type: "suggestions", id: frame.id, questions });
    } else if (frame.type === "ping") this.tell({ type: "pong" });
    else if (frame.type === "close") {
      this.hub.show(visitor, "closed", { conversation: visitor.conversation, seq: 0 });
      visitor.conversation += 1;
    } else if (frame.type === "older") {
      const before = visitor.messages.filter((each) => compare(each, frame.before) < 0);
      const messages = before.slice(-this.hub.newest);
      this.tell({
        type: "older",
        messages: this.hub.pageOf(messages),
        more: before.length > messages.length,
      });
    }
  }

  #travel(notBefore: number, arrive: () => void): number {
    const { clock, chance } = this.hub;
    const at = Math.max(notBefore, clock.now() + 1 + chance() * 19);
    clock.after(at - clock.now(), () => this.#up && arrive());
    return at;
  }

  #struck(fault: keyof Faults): boolean {
    return this.hub.faults[fault] > 0 && this.hub.chance() < this.hub.faults[fault];
  }
}

export type { Visitor };
