/** What the hub tells of planned reports (docs/supervision.md), and its words. */

import type { Word } from "../words/index.ts";

/** A report that goes out by mail. */
export interface Plan {
  readonly plan_id: string;
  readonly by: string;
  readonly every: string;
  readonly hour: number;
  readonly form: string;
  readonly planner: string;
  readonly to: readonly { readonly name: string; readonly has_address: boolean }[];
  readonly due_at: string;
  readonly sent_at: string | null;
  /** What kept the last try back; empty for nothing. */
  readonly code: string;
  /** Letters that the mail server has not taken yet, and that it never will. */
  readonly waiting: number;
  readonly given_up: number;
}

/** What the lines of a report stand for. */
export const BY: readonly (readonly [string, Word])[] = [
  ["agent", "svAgent"],
  ["queue", "svQueue"],
  ["channel", "channel"],
  ["source", "svSource"],
  ["intent", "svIntent"],
  ["branch", "svBranch"],
  ["hour", "svHour"],
];

export const EVERY: Readonly<Record<string, Word>> = {
  day: "svEveryDay",
  week: "svEveryWeek",
  month: "svEveryMonth",
};

const TROUBLES: Readonly<Record<string, Word>> = {
  no_mail: "svPlanNoMail",
  no_address: "svPlanNoAddress",
  not_allowed: "svPlanNotAllowed",
};

/** What went wrong last; null for nothing. */
export function troubleOf(plan: Plan): Word | null {
  if (plan.code) return TROUBLES[plan.code] ?? "svPlanFailed";
  return plan.given_up ? "svPlanGivenUp" : null;
}
