/** Colleagues who are named in a note, by an @ and their name. */

import type { Reply } from "../phrases/replies.ts";
import type { Colleague } from "./protocol.ts";

/** What stands behind the last @, up to where one writes. */
const AT = /[@＠]([^@＠\s]{0,20})$/u;
const MOST_FOUND = 8;

/** What was typed behind the @ at the end of these words; null where there is none. */
export function namedSoFar(words: string): string | null {
  return AT.exec(words)?.[1] ?? null;
}

/** The colleagues whose names hold what was typed, as a list to choose from. */
export function colleaguesLike(all: readonly Colleague[], typed: string): readonly Reply[] {
  const sought = typed.toLowerCase();
  return all
    .filter(({ name }) => name.toLowerCase().includes(sought))
    .slice(0, MOST_FOUND)
    .map(({ id, name }) => ({ reply: id, title: name, text: "", initials: "", branch: null }));
}

/** The words with the name in the place of what was typed. */
export function withName(words: string, name: string): string {
  return words.replace(AT, `@${name} `);
}

/** Whom a note names: everybody whose whole name stands behind an @; of two names the longer one counts. */
export function namedIn(words: string, all: readonly Colleague[]): string[] {
  let left = words.replaceAll("＠", "@");
  const found: string[] = [];
  for (const { id, name } of [...all].sort((a, b) => b.name.length - a.name.length)) {
    if (!left.includes(`@${name}`)) continue;
    found.push(id);
    left = left.replaceAll(`@${name}`, "");
  }
  return found;
}
