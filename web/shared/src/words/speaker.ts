/** Speaks from the catalogues of an application: one per language, with the same names in each. */

import { fill, type Language } from "./language.ts";

/** What stands in the holes of a text. */
export type Values = Readonly<Record<string, string | number>>;

/** Says a word of a catalogue with its values filled in. */
export type Say<Word extends string> = (word: Word, values?: Values) => string;

/** A catalogue for each language. */
export type Catalogues<Word extends string> = Readonly<Record<Language, Readonly<Record<Word, string>>>>;

/** Makes who speaks a language out of the catalogues. */
export function speakerOf<Word extends string>(
  catalogues: Catalogues<Word>,
): (language: Language) => Say<Word> {
  return (language) => {
    const words = catalogues[language];
    return (word, values = {}) => fill(words[word], values);
  };
}
