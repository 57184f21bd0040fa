/** Browsers around a fake hub: tabs that share one store, opened, reloaded and killed by tests. */

import { Session } from "../../src/chat/session.ts";
import type { Cancel, Slot, Tabs } from "../../src/chat/ports.ts";
import type { Message, OwnSegment } from "../../src/chat/protocol.ts";
import { FakeCarrier } from "./fake-carrier.ts";
import { FakeHub, type Visitor } from "./fake-hub.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** Numbers in [0, 1) from a seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** One tab with its session. */
export interface Tab {
  readonly name: string;
  readonly session: Session;
  /** The files that were chosen in it. */
  readonly carrier: FakeCarrier;
}

/** A hub, a clock, one browser's store and its tabs. */
export class World {
  readonly clock = new VirtualClock();
  readonly hub: FakeHub;
  readonly tabs = new Map<string, Tab>();
  /** Everything that tabs saw wrong; must stay empty. */
  readonly faults: string[] = [];
  stored: string | null = null;
  storage: "works" | "fails" = "works";
  #count = 0;
  #ids = 0;
  readonly #held = new Map<string, Promise<void>>();

  constructor(readonly chance: () => number = dice(1)) {
    this.hub = new FakeHub(this.clock, chance);
  }

  /** The visitor that wrote; those whose first greeting was cut never did. */
  get visitor(): Visitor {
    const [visitor, ...more] = this.hub.visitors.filter((each) => each.messages.length > 0);
    if (!visitor || more.length > 0) throw new Error(`${more.length + 1} visitors instead of one`);
    return visitor;
  }

  /** Opens a tab and connects it. */
  open(): Tab {
    const name = `tab-${++this.#count}`;
    const carrier = new FakeCarrier();
    const session = new Session({
      dial: this.hub.dial,
      clock: this.clock,
      chance: this.chance,
      slot: this.#slot(name),
      tabs: this.#tabs(name),
      carrier,
      logins: { wanted() {}, ended() {} },
      newId: () => `00000000-0000-4000-8000-${String(++this.#ids).padStart(12, "0")}`,
      embedder: "http://bank.test",
    });
    const tab = { name, session, carrier };
    this.tabs.set(name, tab);
    session.subscribe(() => this.tabs.has(name) && this.#inspect(tab));
    session.start();
    return tab;
  }

  /** The tab is gone from one moment to the next: nothing more is kept. */
  kill(tab: Tab): void {
    this.tabs.delete(tab.name);
    const kept = this.stored;
    tab.session.stop();
    this.stored = kept;
  }

  /** Text messages of the customer that the hub stored, in order. */
  get storedTexts(): string[] {
    return this.hub.visitors.flatMap((visitor) =>
      visitor.messages.filter((each) => each.direction === "in").map(textOf),
    );
  }

  #slot(name: string): Slot {
    return {
      read: () => (this.storage === "works" ? this.stored : null),
      write: (text) => {
        if (this.storage === "fails" || !this.tabs.has(name)) return false;
        this.stored = text;
        for (const other of this.tabs.values()) {
          if (other.name !== name)
            this.clock.after(1, () => this.tabs.has(other.name) && other.session.storeChanged());
        }
        return true;
      },
    };
  }

  #tabs(name: string): Tabs {
    return {
      me: name,
      alive: () => Promise.resolve(new Set(this.tabs.keys())),
      hold: async (lock) => {
        const before = this.#held.get(lock) ?? Promise.resolve();
        let release: Cancel = () => {};
        this.#held.set(lock, new Promise((resolve) => (release = resolve)));
        await before;
        return release;
      },
    };
  }

  #inspect(tab: Tab): void {
    const { messages, drafts } = tab.session.view;
    const ids = new Set(messages.map((each) => each.client_id));
    if (drafts.some((draft) => ids.has(draft.id))) this.faults.push("a message is shown twice");
    const wrong = messages.findIndex((each, at) => at > 0 && !follows(messages[at - 1] as Message, each));
    if (wrong >= 0) this.faults.push(`out of order at ${wrong}`);
  }
}

function follows(a: Message, b: Message): boolean {
  return b.conversation > a.conversation || (b.conversation === a.conversation && b.seq > a.seq);
}

/** The text of a message's first segment. */
export function textOf(message: { segments: readonly (OwnSegment | { type: string })[] }): string {
  const first = message.segments[0] as { text?: string; label?: string } | undefined;
  return first?.text ?? first?.label ?? "";
}

/** The texts of the messages that a tab shows, in order. */
export function shown(tab: Tab): string[] {
  return tab.session.view.messages.map(textOf);
}

/** A text segment. */
export function text(words: string): OwnSegment {
  return { type: "text", text: words };
}
