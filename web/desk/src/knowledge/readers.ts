/** Whom an article is for: the words by which readers are known, and the sentence that says who will see it. */

import { channelName } from "../conversations/channel.ts";
import type { Say, Word } from "../words/index.ts";
import { type Content, FIELDS } from "./model.ts";

/** The fields that keep an article to some readers. */
export const READER_FIELDS = ["audiences", "regions", "segments"] as const;

export type ReaderField = (typeof READER_FIELDS)[number];

/** `GET /staff/kb/readers`: the words that are in use already. */
export type ReaderWords = Readonly<Record<ReaderField, readonly string[]>>;

export const NO_WORDS: ReaderWords = { audiences: [], regions: [], segments: [] };

/** Most words of one field that the hub takes. */
export const MOST_WORDS = 50;

const WORD = /^[0-9A-Za-z_.-]{1,64}$/;

/** Words out of what was typed, those that no system of the bank can tell apart. */
export function readWords(text: string): { readonly words: string[]; readonly wrong: string[] } {
  const typed = text
    .split(/[,，、;；\s]+/)
    .map((each) => each.trim())
    .filter(Boolean);
  return {
    words: [...new Set(typed.filter((each) => WORD.test(each)))],
    wrong: typed.filter((each) => !WORD.test(each)),
  };
}

/** Who will see the article, and where. */
export function seenBy(content: Content, say: Say): string {
  const comma = say("comma");
  const channels = content.channels.map((each) => channelName(each, say)).join(comma) || say("kbAnyChannel");
  const groups = READER_FIELDS.filter((field) => content[field].length).map((field) =>
    say("kbGroupOf", { field: say(FIELDS[field]), words: content[field].join(comma) }),
  );
  const readers = groups.length
    ? say("kbReadersSome", { groups: groups.join(say("kbGroupAnd")) })
    : say("kbEverybody");
  return say("kbSeenBy", { channels, readers });
}

/** What an editor has to know who keeps an article to some: how these are known. */
export function caution(content: Content): Word | null {
  return READER_FIELDS.some((field) => content[field].length) ? "kbReadersTold" : null;
}
