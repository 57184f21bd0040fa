/** What the studio's routes speak (docs/studio.md), and what is reckoned with it on the page. */

import type { Word } from "../words/index.ts";

/** A link below an answer. */
export interface LinkContent {
  readonly title: string;
  readonly url: string;
  readonly description: string;
}

/** An article as editors write it; days as YYYY-MM-DD. */
export interface Content {
  readonly topic: string;
  readonly title: string;
  readonly questions: readonly string[];
  readonly answer: string;
  readonly answer_format: "markdown" | "plain";
  readonly effective_from: string;
  readonly effective_to: string | null;
  readonly channels: readonly string[];
  readonly links: readonly LinkContent[];
  readonly pinned: number | null;
}

/** One finding in an article. */
export interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly stops: boolean;
}

/** The draft of an article. */
export interface Draft {
  readonly revision: number;
  readonly state: "draft" | "review" | "approved";
  readonly content: Content;
  readonly authors: readonly string[];
  readonly comment: string;
  readonly problems: readonly Problem[];
}

/** One version of an article. */
export interface Version {
  readonly version: number;
  readonly title: string;
  readonly state: string;
  readonly effective_from: string;
  readonly effective_to: string | null;
}

/** `GET /staff/kb/articles/<id>`. */
export interface Article {
  readonly article_id: string;
  readonly owner_id: string | null;
  readonly owner_name: string;
  readonly review_by: string | null;
  readonly tags: readonly string[];
  readonly version: number;
  readonly content: Content;
  readonly draft: Draft | null;
  readonly versions: readonly Version[];
}

/** An article in the list. */
export interface Listed {
  readonly article_id: string;
  readonly topic: string;
  readonly title: string;
  readonly state: string | null;
  readonly live: string | null;
  readonly review_by: string | null;
}

/** The words for states, of drafts and of versions. */
export const STATES: Readonly<Record<string, Word>> = {
  draft: "kbDraft",
  review: "kbReview",
  approved: "kbApproved",
  scheduled: "kbScheduled",
  published: "kbPublished",
  expired: "kbExpired",
  withdrawn: "kbWithdrawn",
  replaced: "kbReplaced",
};

/** The words for what is found in an article. */
export const PROBLEMS: Readonly<Record<string, Word>> = {
  no_questions: "kbNoQuestions",
  no_answer: "kbNoAnswer",
  dates: "kbDates",
  unreadable: "kbUnreadable",
  too_long: "kbTooLong",
  value_unknown: "kbValueUnknown",
  value_in_title: "kbValueInTitle",
  literal_figure: "kbLiteralFigure",
};

/** The channels that an article may be kept to. */
export const CHANNELS: Readonly<Record<string, Word>> = {
  webchat: "channelWebchat",
  wechat: "channelWechat",
  miniprogram: "channelMiniprogram",
  wecom: "channelWecom",
  wecom_kf: "channelWecomKf",
  sms: "channelSms",
};

/** An article that nobody has written in yet; `today` as YYYY-MM-DD. */
export function emptyContent(today: string, questions: readonly string[] = []): Content {
  return {
    topic: "",
    title: questions[0] ?? "",
    questions,
    answer: "",
    answer_format: "markdown",
    effective_from: today,
    effective_to: null,
    channels: [],
    links: [],
    pinned: null,
  };
}

/** Questions out of pasted lines: numbers and points before them go, each stands once. */
export function questionsIn(text: string): string[] {
  const lines = text.split("\n").map((line) => line.replace(/^\s*(?:[-•*]\s+|\d+[.、)）]\s*)/, "").trim());
  return [...new Set(lines.filter(Boolean))];
}

/** A field of the content. */
export type Field = keyof Content;

/** What came of two changes of one content: `merged` has mine where both changed, and `both` says where. */
export interface Merge {
  readonly merged: Content;
  readonly both: readonly Field[];
}

/** Merges two changes of a content; similar questions that either added stay, those that either took go. */
export function merge(before: Content, mine: Content, theirs: Content): Merge {
  const merged: Record<string, unknown> = { ...mine };
  const both: Field[] = [];
  for (const field of Object.keys(before) as Field[]) {
    if (same(mine[field], before[field])) merged[field] = theirs[field];
    else if (field === "questions") merged[field] = mergedQuestions(before, mine, theirs);
    else if (!same(theirs[field], before[field]) && !same(theirs[field], mine[field])) both.push(field);
  }
  return { merged: merged as unknown as Content, both };
}

function mergedQuestions(before: Content, mine: Content, theirs: Content): string[] {
  const gone = before.questions.filter(
    (each) => !mine.questions.includes(each) || !theirs.questions.includes(each),
  );
  const all = [...new Set([...theirs.questions, ...mine.questions])];
  return all.filter((each) => !gone.includes(each));
}

/** Whether two values of a content are the same. */
export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
