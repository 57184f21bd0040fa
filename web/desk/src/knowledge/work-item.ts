/** What the routes of work items speak (docs/studio.md), and the words for it. */

import type { Word } from "../words/index.ts";

/** One thing that happened to an answer. */
export interface Cause {
  readonly kind: string;
  readonly version: number;
  readonly reason: string | null;
  readonly question: string;
  readonly words: string;
  readonly told_by: string;
  readonly happened_at: string;
}

/** `GET /staff/kb/work-items`. */
export interface WorkItem {
  readonly item_id: string;
  readonly article_id: string;
  readonly title: string;
  readonly version: number;
  readonly state: "open" | "done";
  readonly owner_id: string | null;
  readonly owner: string;
  readonly due_on: string;
  readonly overdue: boolean;
  readonly counts: Readonly<Record<string, number>>;
  readonly causes: readonly Cause[];
  readonly outcome: string | null;
  readonly remark: string;
  readonly done_by: string;
  readonly done_at: string | null;
}

/** Somebody whom items can be given to. */
export interface WorkOwner {
  readonly account_id: string;
  readonly name: string;
}

/** What happened. */
export const CAUSES: Readonly<Record<string, Word>> = {
  rating: "kbWorkRating",
  handoff: "kbWorkHandoff",
  correction: "kbWorkCorrection",
};

/** Why an answer did not help, as the customer said. */
export const REASONS: Readonly<Record<string, Word>> = {
  wrong: "kbReasonWrong",
  unclear: "kbReasonUnclear",
  outdated: "kbReasonOutdated",
  incomplete: "kbReasonIncomplete",
  other: "kbReasonOther",
};

/** What was done. */
export const OUTCOMES: Readonly<Record<string, Word>> = {
  changed: "kbOutcomeChanged",
  questions: "kbOutcomeQuestions",
  right: "kbOutcomeRight",
  other: "kbOutcomeOther",
};
