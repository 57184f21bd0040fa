/** An agent's work: what is offered, what is theirs, what is open on the screen. */

import { Line, WishRefused } from "./line.ts";
import type { Finding, HubFrame, Offer, Opened, State, Targets, Wish } from "./protocol.ts";

/** The offers of the last state, with the time at which each ends here. */
export interface RunningOffer extends Offer {
  /** Milliseconds since 1970. */
  readonly endsAt: number;
}

/** Who goes through the list of statuses by arrows is not each of them in turn. */
const SETTLES_MS = 500;
const TYPING_EVERY_MS = 3000;
const TYPES_FOR_MS = 6000;

function last(opened: Opened): number {
  return opened.messages.at(-1)?.seq ?? 0;
}

/** Everything that the section draws; `changed` is called after each change. */
export class Work {
  open = false;
  state: State | null = null;
  offers: readonly RunningOffer[] = [];
  opened: Opened | null = null;
  chosen = "";
  /** The code of what the hub refused last; empty for nothing. */
  refused = "";
  /** What kept the last words of a task back; gone once something else is written there. */
  readonly stopped = new Map<string, readonly Finding[]>();
  /** Words that are not sent yet, by task. */
  readonly drafts = new Map<string, string>();
  /** When the customer of the open conversation typed last; milliseconds since 1970. */
  typedAt = 0;
  /** The status that is being chosen, until the hub has it; empty for none. */
  choosing = "";
  #settling = 0;
  #typingToldAt = 0;
  /** The conversations that one was asked to look at. */
  #asked: ReadonlySet<string> = new Set();
  /** Where a conversation can be sent, as last asked. */
  targets: Targets | null = null;
  readonly #line: Line;

  constructor(
    url: string,
    private readonly changed: () => void,
    signedOut: () => void,
    private readonly offered: () => void,
  ) {
    this.#line = new Line(url, {
      heard: (frame) => this.#hear(frame),
      changed: (open) => this.#opened(open),
      signedOut,
    });
  }

  /** Connects. */
  start(): void {
    this.#line.start();
  }

  /** Hangs up. */
  stop(): void {
    this.#line.stop();
  }

  /** Has the hub do something; what it refuses is told in `refused`, and false comes back. */
  async wish(wish: Wish): Promise<boolean> {
    try {
      await this.#line.ask(wish);
      return true;
    } catch (error) {
      if (!(error instanceof WishRefused)) throw error;
      if (error.found.length && "task" in wish) this.stopped.set(wish.task, error.found);
      else this.refused = error.code;
      this.changed();
      return false;
    }
  }

  /** Chooses a status, once nothing else is chosen for a moment. */
  chooseStatus(status: string): void {
    this.choosing = status;
    window.clearTimeout(this.#settling);
    this.#settling = window.setTimeout(() => void this.#settle(status), SETTLES_MS);
  }

  async #settle(status: string): Promise<void> {
    await this.wish({ type: "status", status });
    if (this.choosing === status) this.choosing = "";
    this.changed();
  }

  /** Tells the customer that the agent types, now and then. */
  typing(): void {
    if (Date.now() - this.#typingToldAt < TYPING_EVERY_MS) return;
    this.#typingToldAt = Date.now();
    this.#line.sign({ type: "typing", task: this.chosen });
  }

  /** Whether the customer of the open conversation types just now. */
  get customerTypes(): boolean {
    return Date.now() - this.typedAt < TYPES_FOR_MS;
  }

  /** Shows a task, and asks for what was said in it. */
  choose(task: string): void {
    if (this.chosen !== task) {
      this.opened = null;
      this.typedAt = 0;
    }
    this.chosen = task;
    this.changed();
    if (task) void this.wish({ type: "open", task });
  }

  /** Shows the next of the agent's tasks, or the one before. */
  step(by: 1 | -1): void {
    const tasks = this.state?.tasks ?? [];
    const at = tasks.findIndex(({ task }) => task === this.chosen);
    const next = tasks[at < 0 ? 0 : (at + by + tasks.length) % tasks.length];
    if (next) this.choose(next.task);
  }

  /** Accepts an offer and shows it. */
  async accept(offer: Offer): Promise<void> {
    if (await this.wish({ type: "accept", reservation: offer.reservation })) this.choose(offer.task.task);
  }

  /** Nothing more needs to be said of what was refused. */
  forgetRefusal(): void {
    this.refused = "";
    this.changed();
  }

  #opened(open: boolean): void {
    this.open = open;
    if (open && this.chosen) void this.wish({ type: "open", task: this.chosen });
    this.changed();
  }

  #hear(frame: HubFrame): void {
    if (frame.type === "state") this.#take(frame);
    else if (frame.type === "targets") this.targets = frame;
    else if (frame.type === "typing" && frame.task === this.chosen) this.#heardTyping();
    else if (frame.type === "conversation" && frame.task === this.chosen) this.#show(frame);
    this.changed();
  }

  #heardTyping(): void {
    this.typedAt = Date.now();
    window.setTimeout(() => this.changed(), TYPES_FOR_MS + 50);
  }

  #show(frame: Opened): void {
    if (this.opened && last(frame) !== last(this.opened)) this.typedAt = 0;
    this.opened = frame;
  }

  #take(state: State): void {
    const known = new Map(this.offers.map((offer) => [offer.reservation, offer.endsAt]));
    const now = Date.now();
    this.offers = state.offers.map((offer) => ({
      ...offer,
      endsAt: known.get(offer.reservation) ?? now + offer.expires_in_s * 1000,
    }));
    this.state = state;
    this.#line.often = state.tasks.some(({ medium }) => medium === "video");
    const asked = state.tasks.filter((each) => each.state === "consulting").map(({ task }) => task);
    const news = this.offers.some(({ reservation }) => !known.has(reservation));
    if (news || asked.some((task) => !this.#asked.has(task))) this.offered();
    this.#asked = new Set(asked);
    const mine = state.tasks.some(({ task }) => task === this.chosen);
    if (this.chosen && !mine) {
      this.chosen = "";
      this.opened = null;
    }
  }
}
