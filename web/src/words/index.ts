/** Speaks from the catalogues. */

import { en } from "./en.ts";
import { fill, type Language } from "./language.ts";
import { zh } from "./zh.ts";

/** A name in the catalogues. */
export type Word = keyof typeof zh;

/** Says a word of the catalogue with its values filled in. */
export type Say = (word: Word, values?: Readonly<Record<string, string | number>>) => string;

const CATALOGUES: Readonly<Record<Language, Readonly<Record<Word, string>>>> = { zh, en };

/** Speaks a language. */
export function speaker(language: Language): Say {
  const words = CATALOGUES[language];
  return (word, values = {}) => fill(words[word], values);
}
