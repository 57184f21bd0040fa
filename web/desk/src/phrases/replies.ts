/** Canned replies: loaded once a while, searched by title, words or pinyin initials, filled where they are inserted. */

import { lengthOf } from "@yuanqiao/shared/components/text.ts";
import type { Api } from "../staff/api.ts";

/** One reply; `branch`: where it is shared, null for one's own. */
export interface Reply {
  readonly reply: string;
  readonly title: string;
  readonly text: string;
  readonly initials: string;
  readonly branch: string | null;
}

interface Told {
  readonly replies: readonly Reply[];
  readonly variables: Readonly<Record<string, string>>;
}

const FRESH_MS = 60_000;
const MOST_FOUND = 8;

export class Replies {
  all: readonly Reply[] = [];
  variables: Readonly<Record<string, string>> = {};
  #loadedAt = 0;

  constructor(private readonly api: () => Api) {}

  /** Loads them, unless that was just done; throws `ApiError`. */
  async load(again = false): Promise<void> {
    if (!again && Date.now() - this.#loadedAt < FRESH_MS) return;
    const told = await this.api().call<Told>("GET", "/staff/canned-replies");
    this.all = told.replies;
    this.variables = told.variables;
    this.#loadedAt = Date.now();
  }

  /** What is found for what was typed: beginnings of titles and initials first. */
  search(typed: string): readonly Reply[] {
    const sought = typed.trim().toLowerCase();
    return this.all
      .map((reply) => ({ reply, rank: rank(reply, sought) }))
      .filter(({ rank }) => rank < NOT_FOUND)
      .sort((a, b) => a.rank - b.rank || lengthOf(a.reply.title) - lengthOf(b.reply.title))
      .slice(0, MOST_FOUND)
      .map(({ reply }) => reply);
  }

  /** A reply's words with its variables filled in. */
  filled(reply: Reply): string {
    return reply.text.replace(/\{([^{}]+)\}/g, (hole, name: string) => this.variables[name] ?? hole);
  }
}

const NOT_FOUND = 4;

function rank({ title, text, initials }: Reply, sought: string): number {
  const lower = title.toLowerCase();
  if (lower.startsWith(sought) || initials.startsWith(sought)) return 0;
  if (lower.includes(sought)) return 1;
  if (initials.includes(sought)) return 2;
  return text.toLowerCase().includes(sought) ? 3 : NOT_FOUND;
}
