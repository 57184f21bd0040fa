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
  /** Whom the article is for; none leave it to everybody. */
  readonly audiences: readonly string[];
  readonly regions: readonly string[];
  readonly segments: readonly string[];
  /** Plain text that agents alone read. */
  readonly note: string;
}

/** One finding in an article. */
export interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly stops: boolean;
  /** The literal figure that may be turned into a value; empty where there is none. */
  readonly figure: string;
}

/** The draft of an article. */
export interface Draft {
  readonly revision: number;
  readonly state: "draft" | "review" | "approved";
  readonly content: Content;
  readonly authors: readonly string[];
  /** The newest version when its words were last saved; 0 for none. */
  readonly base_version: number;
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
  /** Of the draft; null without one. */
  readonly revision: number | null;
  /** The newest version that was published; null for none. */
  readonly version: number | null;
  readonly review_by: string | null;
  /** Customers' verdicts of the last 30 days. */
  readonly up: number;
  readonly down: number;
  /** Whether a work item of it is open. */
  readonly work: boolean;
  /** Whether customers read a literal figure of it that its category refuses by now. */
  readonly figures: boolean;
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
  literal_refused: "kbLiteralRefused",
  value_waiting: "kbValueWaiting",
  reader_word: "kbReaderWord",
  picture_missing: "kbPictureMissing",
};

/** The channels that an article may be kept to. */
export const CHANNELS = ["webchat", "wechat", "miniprogram", "wecom", "wecom_kf", "sms"] as const;

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
    audiences: [],
    regions: [],
    segments: [],
    note: "",
  };
}

/** The names of the content's fields. */
export const FIELDS: Readonly<Record<keyof Content, Word>> = {
  topic: "kbTopic",
  title: "kbTitle",
  questions: "kbFieldQuestions",
  answer: "kbFieldAnswer",
  answer_format: "kbFormat",
  effective_from: "kbFrom",
  effective_to: "kbFieldTo",
  channels: "kbFieldChannels",
  links: "kbLinks",
  pinned: "kbPinned",
  audiences: "kbAudiences",
  regions: "kbRegions",
  segments: "kbSegments",
  note: "kbNote",
};

/** Longest similar question that the hub takes, in characters. */
export const QUESTION_LIMIT = 200;

/** Longest note that the hub takes, in characters. */
export const NOTE_LIMIT = 4000;

/** What an editor saw when they began: the draft's revision and the newest version, 0 for none. */
export interface Seen {
  readonly revision: number;
  readonly version: number;
}

/** What was seen of an article. */
export function seenOf(article: Article): Seen {
  return { revision: article.draft?.revision ?? 0, version: article.version };
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

/** Whose words stay where both changed a field. */
export type Choice = "mine" | "theirs" | "together";

/** The merged content with what was chosen where both changed; both answers one below the other for `together`. */
export function chosen(
  { merged, both }: Merge,
  mine: Content,
  theirs: Content,
  choices: Readonly<Partial<Record<Field, Choice>>>,
): Content {
  const taken = both.filter((field) => choices[field] === "theirs").map((field) => [field, theirs[field]]);
  const content: Content = { ...merged, ...(Object.fromEntries(taken) as Partial<Content>) };
  return choices.answer === "together" && both.includes("answer")
    ? { ...content, answer: `${mine.answer}\n\n${theirs.answer}` }
    : content;
}

/** Whether two values of a content are the same. */
export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
