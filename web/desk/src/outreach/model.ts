/** What the staff's API says of notices to customers (docs/outreach.md), and how it reads in words. */

import type { Say, Word } from "../words/index.ts";

export type State = "waiting" | "told" | "dropped";

export interface Notice {
  readonly event: string;
  readonly kind: string;
  readonly state: State;
  readonly code: string;
  readonly message: string;
  readonly received_at: string;
  readonly due_at: string | null;
  readonly ended_at: string | null;
}

export interface NoticeText {
  readonly kind: string;
  readonly label: string;
  readonly purpose: "security" | "service";
  readonly facts: readonly string[];
  readonly version: number;
  readonly text: string;
  readonly text_en: string;
  readonly enabled: boolean;
}

export const STATES: Readonly<Record<State, Word>> = {
  waiting: "outWaiting",
  told: "outTold",
  dropped: "outDropped",
};

const WHY: Readonly<Record<string, Word>> = {
  nobody_known: "outNobodyKnown",
  too_late: "outTooLate",
  refused: "outRefused",
  too_many: "outTooMany",
  turned_off: "outTurnedOff",
};

const KINDS: Readonly<Record<string, Word>> = {
  card_arrived: "outCardArrived",
  payment_due: "outPaymentDue",
  limit_reached: "outLimitReached",
  failed_sign_in: "outFailedSignIn",
  unusual_debit: "outUnusualDebit",
};

/** Why a notice was not told, in words; one of a later version stands as it is. */
export function whyDropped(code: string, say: Say): string {
  const word = WHY[code];
  return word ? say(word) : code;
}

/** What a kind of event is called. */
export function kindName(kind: string, say: Say): string {
  const word = KINDS[kind];
  return word ? say(word) : kind;
}
