/** What categories are called: their ids stand in addresses and files, people read names. */

import type { Language } from "@yuanqiao/shared/words/language.ts";

/** The names of categories by id; one without a name is not in it. */
export type Names = Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

/** What a category is called in a language; its id where it has no name. */
export function topicName(topic: string, names: Names, language: Language): string {
  const name = names[topic];
  if (!name) return topic;
  return language === "en" ? name.en : name.zh;
}
