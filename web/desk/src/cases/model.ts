/** What the staff's API says of cases (docs/cases.md), and how near their deadline is. */

import type { Word } from "../words/index.ts";

/** Where a case stands. */
export type CaseState = "open" | "in_review" | "replied" | "closed";

/** One case of the list. */
export interface Case {
  readonly number: string;
  readonly state: CaseState;
  readonly owner_id: string | null;
  /** Names; empty for nobody. */
  readonly owner: string;
  readonly branch: string;
  readonly channel: string;
  readonly created_at: string;
  readonly due_at: string;
  readonly is_overdue: boolean;
  readonly is_escalated: boolean;
}

/** `GET /staff/cases`. */
export interface Cases {
  readonly cases: readonly Case[];
  readonly more: boolean;
}

/** What was done with a case. */
export interface Step {
  readonly action: string;
  readonly actor: string;
  readonly to: string;
  readonly text: string;
  readonly at: string;
}

/** One case that somebody has opened. */
export interface OpenedCase {
  readonly case: Case;
  readonly told: readonly { readonly text: string; readonly at: string }[];
  readonly draft: string;
  readonly draft_by: string;
  readonly can_return: boolean;
  readonly steps: readonly Step[];
}

/** Somebody to whom a case can go. */
export interface CaseOwner {
  readonly account_id: string;
  readonly name: string;
  readonly branch: string;
}

/** The words for the states. */
export const STATES: Readonly<Record<CaseState, Word>> = {
  open: "caseOpen",
  in_review: "caseInReview",
  replied: "caseReplied",
  closed: "caseClosed",
};

/** The words for what can have been done. */
export const STEPS: Readonly<Record<string, Word>> = {
  opened: "stepOpened",
  told_more: "stepToldMore",
  taken: "stepTaken",
  forwarded: "stepForwarded",
  returned: "stepReturned",
  drafted: "stepDrafted",
  rejected: "stepRejected",
  replied: "stepReplied",
  closed: "stepClosed",
  not_delivered: "stepNotDelivered",
  reminded: "stepReminded",
  escalated: "stepEscalated",
};

const DAY_S = 86_400;
/** So many days before its deadline a case asks for attention. */
const SOON_DAYS = 3;

/** How near the deadline is: "late", "soon" or "ok", and how many seconds are over or left. */
export interface Deadline {
  readonly level: "late" | "soon" | "ok";
  readonly seconds: number;
}

/** The deadline of a case that still wants a reply; null for one that has it. */
export function deadlineOf(one: Pick<Case, "state" | "due_at">, now: number): Deadline | null {
  if (one.state === "replied" || one.state === "closed") return null;
  const left = (Date.parse(one.due_at) - now) / 1000;
  if (left <= 0) return { level: "late", seconds: Math.abs(left) };
  return { level: left < SOON_DAYS * DAY_S ? "soon" : "ok", seconds: left };
}

/** What somebody may do with a case as it stands. */
export interface Doable {
  readonly take: boolean;
  readonly pass: boolean;
  readonly giveBack: boolean;
  readonly write: boolean;
  readonly review: boolean;
  readonly close: boolean;
  /** The reply waits for somebody else, because it is one's own. */
  readonly othersReview: boolean;
}

/** What `me` may do; the server has the last word. */
export function doable(opened: OpenedCase, me: string, may: (right: string) => boolean): Doable {
  const { case: one, draft_by, can_return } = opened;
  const runs = one.state !== "closed" && may("cases.change");
  const waits = one.state === "in_review";
  return {
    take: runs && one.owner_id !== me,
    pass: runs,
    giveBack: runs && can_return,
    write: runs,
    review: waits && may("cases.review") && draft_by !== me,
    close: runs && one.state === "replied",
    othersReview: waits && draft_by === me,
  };
}
