/** What the staff's API says of inspection (docs/inspection.md). */

import type { Word } from "../words/index.ts";

/** One thing that was found; `message`: the id of the message that it is about. */
export interface Hit {
  readonly message: string;
  readonly conversation: string;
  readonly seq: number;
  readonly kind: string;
  /** Who had the conversation last; empty for the bot. */
  readonly login: string;
  readonly words: string;
  readonly why: string;
  readonly found_at: string;
}

/** Where a score sheet stands. */
export type SheetState = "drawn" | "scored" | "appealed" | "decided";

/** One score sheet. */
export interface Sheet {
  readonly sheet_id: string;
  readonly conversation: string;
  readonly state: SheetState;
  readonly agent: string;
  readonly mine: boolean;
  readonly scored_by_me: boolean;
  readonly scores: Readonly<Record<string, number>>;
  readonly total: number | null;
  readonly remark: string;
  readonly scorer: string;
  readonly appeal: string;
  readonly decision: string;
  readonly decider: string;
  readonly drawn_at: string;
}

/** `GET /staff/inspection/sheets`. */
export interface Sheets {
  readonly criteria: Readonly<Record<string, number>>;
  readonly sheets: readonly Sheet[];
}

/** One message of a conversation that has ended. */
export interface Said {
  readonly seq: number;
  readonly who: string;
  readonly name: string;
  readonly words: string;
  readonly at: string;
  readonly hits: readonly string[];
}

/** The words for the kinds of what is found. */
export const KINDS: Readonly<Record<string, Word>> = {
  forbidden: "isForbidden",
  must_say: "isMustSay",
  anger: "isAnger",
  silence: "isSilence",
  unanswered: "isUnanswered",
};

/** The words for the states of a sheet. */
export const STATES: Readonly<Record<SheetState, Word>> = {
  drawn: "isDrawn",
  scored: "isScored",
  appealed: "isAppealed",
  decided: "isDecided",
};

/** The words for what is scored. */
export const CRITERIA: Readonly<Record<string, Word>> = {
  opening: "isOpening",
  identity: "isIdentity",
  answer: "isAnswer",
  manner: "isManner",
  compliance: "isCompliance",
};

/** What somebody can do with a sheet now; the hub checks the same. */
export function doable(sheet: Sheet, may: (right: string) => boolean): "score" | "appeal" | "decide" | null {
  const { state, mine } = sheet;
  if (mine) return state === "scored" && may("inspection.appeal") ? "appeal" : null;
  if (!may("inspection.score")) return null;
  if (state === "drawn" || state === "scored") return "score";
  return state === "appealed" && !sheet.scored_by_me ? "decide" : null;
}
