/** What `/staff/kb/synonyms` answers with. */

import type { Say, Word } from "../words/index.ts";

export interface Finding {
  readonly line: number;
  readonly code: string;
  readonly word: string;
  readonly number: number;
  readonly stops: boolean;
}

export interface Draft {
  readonly revision: number;
  readonly state: "draft" | "review";
  readonly text: string;
  readonly comment: string;
  readonly returned: string;
  readonly authors: readonly string[];
  readonly own: boolean;
  readonly updated_by: string;
  readonly updated_at: string;
  readonly findings: readonly Finding[];
}

export interface ListVersion {
  readonly number: number;
  readonly comment: string;
  readonly authors: readonly string[];
  readonly approved_by: string;
  readonly approved_at: string;
}

export interface Synonyms {
  readonly number: number;
  readonly text: string;
  readonly serving: number | null;
  readonly moved_on: boolean;
  readonly draft: Draft | null;
  readonly versions: readonly ListVersion[];
}

export interface GroupChange {
  readonly kind: "new" | "gone" | "changed";
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export const PATH = "/staff/kb/synonyms";

const FINDINGS: Readonly<Record<string, Word>> = {
  alone: "kbSynAlone",
  empty: "kbSynEmpty",
  letter: "kbSynLetter",
  separator: "kbSynSeparator",
  long: "kbSynLong",
  many_words: "kbSynManyWords",
  many_groups: "kbSynManyGroups",
  twice: "kbSynTwice",
  common: "kbSynCommon",
  within: "kbSynWithin",
};

/** What is wrong in a line, and what to do. */
export function findingSaid(each: Finding, say: Say): string {
  const word = FINDINGS[each.code];
  const what = word ? say(word, { word: each.word, number: each.number }) : each.code;
  return say("kbSynLine", { line: each.line, what });
}

/** What a version is called; 0 is the list that is shipped. */
export function versionName(number: number, say: Say): string {
  return number ? say("kbVersion", { version: number }) : say("kbSynShipped");
}
