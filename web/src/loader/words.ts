/** Speaks the launcher's words; the rest of the catalogues stays out of the bank's page. */

import { enLauncher } from "../words/en.ts";
import { fill, type Language } from "../words/language.ts";
import { zhLauncher } from "../words/zh.ts";

const WORDS = { zh: zhLauncher, en: enLauncher } as const;

/** Says one of the launcher's words. */
export type Say = (
  word: keyof typeof zhLauncher,
  values?: Readonly<Record<string, string | number>>,
) => string;

/** Speaks a language. */
export function speaker(language: Language): Say {
  return (word, values = {}) => fill(WORDS[language][word], values);
}
