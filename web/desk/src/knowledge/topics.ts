/** What categories are called: their ids stand in addresses and files, people read names. */

import type { Language } from "@yuanqiao/shared/words/language.ts";

/** The names of categories by id; one without a name is not in it. */
export type Names = Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

/** The category that is called so in either language; what was written where none is: a new category. */
export function topicCalled(written: string, names: Names): string {
  const called = written.trim().toLowerCase();
  const known = Object.entries(names).find(([, name]) =>
    [name.zh, name.en].some((each) => each.toLowerCase() === called),
  );
  return known ? known[0] : written;
}

/** What a category is called in a language; its id where it has no name. */
export function topicName(topic: string, names: Names, language: Language): string {
  const name = names[topic];
  if (!name) return topic;
  return language === "en" ? name.en : name.zh;
}
