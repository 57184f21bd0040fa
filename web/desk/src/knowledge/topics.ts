/** What categories are called, and whose they are: ids stand in addresses and files, people read names. */

import type { Language } from "@yuanqiao/shared/words/language.ts";

/** The names of categories by id; one without a name is not in it. */
export type Names = Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

/** A category of `GET /staff/kb/categories`. */
export interface Category {
  readonly topic: string;
  /** Empty where it has no name. */
  readonly zh: string;
  readonly en: string;
  readonly articles: number;
  readonly whose: "house" | "branch" | "elsewhere";
  /** Null for the house's, and for one out of reach. */
  readonly branch_id: string | null;
  readonly branch: string;
  /** Whether who sits there may write in it. */
  readonly writable: boolean;
  /** Whether they may give it to a branch, and say what is refused in it. */
  readonly givable: boolean;
  /** Whether literal figures are refused. */
  readonly strict: boolean;
  /** How many published articles have some; null where it was not asked for. */
  readonly figures: number | null;
}

/** The category that is called so in either language; what was written where none is: a new category. */
export function topicCalled(written: string, names: Names): string {
  if (written in names) return written; // an id is never another one's name
  const called = folded(written);
  const known = Object.entries(names).find(([, name]) =>
    [name.zh, name.en].some((each) => folded(each) === called),
  );
  return known ? known[0] : written;
}

/** What a category is called in a language; its id where it has no name. */
export function topicName(topic: string, names: Names, language: Language): string {
  const name = names[topic];
  if (!name) return topic;
  return language === "en" ? name.en : name.zh;
}

/** The names of those categories that have some. */
export function namesOf(categories: readonly Category[]): Names {
  const named = categories.filter(({ zh }) => zh);
  return Object.fromEntries(named.map(({ topic, zh, en }) => [topic, { zh, en }]));
}

/** Another category that has one of these names already, or is known by it as its id. */
export function otherCalled(
  topic: string,
  wanted: readonly string[],
  categories: readonly Category[],
): string {
  const others = categories.filter((each) => each.topic !== topic);
  const known = (each: Category): boolean => each.zh !== "" || each.whose !== "house" || each.strict;
  const taken = others.find(
    (each) =>
      wanted.some((name) => [each.zh, each.en].some((has) => has !== "" && folded(has) === folded(name))) ||
      (known(each) && wanted.includes(each.topic)),
  );
  return taken?.topic ?? "";
}

function folded(name: string): string {
  return name.normalize("NFKC").trim().toLowerCase();
}
