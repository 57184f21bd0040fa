/** What the staff's API says of navigation (docs/navigation.md), and what a form becomes. */

import { field } from "../people/page.ts";
import type { Word } from "../words/index.ts";

/** The kinds of destinations, with their words. */
export const KINDS = {
  page: "navKindPage",
  mini_program: "navKindMiniProgram",
  form: "navKindForm",
  map: "navKindMap",
  product: "navKindProduct",
  telephone: "navKindTelephone",
  agent: "navKindAgent",
} as const satisfies Record<string, Word>;

/** How to get there on some channels. */
export interface Way {
  readonly channels?: readonly string[];
  readonly url?: string;
  readonly app_id?: string;
  readonly path?: string;
  readonly number?: string;
}

/** A destination as it was written; the server leaves nothing out. */
export interface Content {
  readonly kind: keyof typeof KINDS;
  readonly title: string;
  readonly label: string;
  readonly text: string;
  readonly ways: readonly Way[];
  readonly intents: readonly string[];
  readonly articles: readonly string[];
  readonly valid_from: string | null;
  readonly valid_until: string | null;
  readonly fallback: string;
  /** What its pages are about, as customers call it. */
  readonly subject: string;
}

/** One version of a destination. */
export interface Version {
  readonly version: number;
  readonly state: "waiting" | "approved" | "rejected";
  readonly content: Content;
  readonly own: boolean;
}

/** What the last look at an address found; `code` is empty where it answered. */
export interface Link {
  readonly url: string;
  readonly code: string;
}

/** A destination by its newest version. */
export interface Destination {
  readonly destination_id: string;
  readonly live: number | null;
  readonly newest: Version;
  readonly links: readonly Link[];
}

/** Where a destination stands: what waits is told before what is live. */
export function stateOf({ live, newest }: Destination): Word {
  if (newest.state === "waiting") return "navWaiting";
  if (live !== null) return "navLive";
  return newest.state === "rejected" ? "navRejected" : "navOff";
}

/** The words of a field with blanks between. */
export function listed(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

/** Where the first way leads, as the form shows it. */
export function wayText(content: Content | undefined): string {
  const way = content?.ways[0];
  return way?.url || way?.number || "";
}

/**
 * What a form becomes. It shows the one way of most destinations; where there are several, or a mini-program's,
 * the first is changed and the others stay as they are, and so does everything that the form does not show.
 */
export function written(form: FormData, before?: Content): Partial<Content> {
  const kind = field(form, "kind") as Content["kind"];
  const to = field(form, "way");
  const way = /^https?:/.test(to) ? { url: to } : { number: to };
  const [first, ...others] = before?.ways ?? [];
  const changed = to === wayText(before) && first ? first : { channels: first?.channels ?? [], ...way };
  const ways = kind === "agent" ? [] : [changed, ...others];
  return {
    ...before,
    kind,
    ways,
    title: field(form, "title"),
    label: field(form, "label"),
    text: field(form, "text"),
    intents: listed(field(form, "intents")),
    articles: listed(field(form, "articles")),
    valid_from: field(form, "valid_from") || null,
    valid_until: field(form, "valid_until") || null,
    fallback: field(form, "fallback"),
    subject: field(form, "subject"),
  };
}
