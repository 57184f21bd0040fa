/** What the staff's API says of notices to many (docs/outreach.md), and how it reads in words. */

import type { Say, Word } from "../words/index.ts";

export type CampaignState = "waiting" | "running" | "stopped" | "rejected" | "ended";

export interface Campaign {
  readonly campaign_id: string;
  readonly name: string;
  readonly state: CampaignState;
  readonly own: boolean;
  readonly written_at: string;
  readonly next_at: string | null;
  readonly ended_at: string | null;
  readonly total: number;
  readonly waiting: number;
  readonly told: number;
  readonly dropped: number;
  readonly reasons: Readonly<Record<string, number>>;
}

export interface Content {
  readonly purpose: "service" | "marketing";
  readonly channels: readonly string[];
  readonly text: string;
  readonly texts: Readonly<Record<string, string>>;
  readonly questions: readonly string[];
  readonly person: boolean;
  readonly per_minute: number;
  readonly begins_at?: string | null;
  readonly valid_until: string;
}

interface Row {
  readonly number: number;
  readonly code: string;
}

export interface Plan {
  readonly total: number;
  readonly reached: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly channels: Readonly<Record<string, number>>;
  readonly unreached: readonly Row[];
  readonly examples: readonly string[];
  readonly minutes: number;
}

export interface Opened {
  readonly campaign: Campaign;
  readonly content: Content;
  readonly delivered: Readonly<Record<string, number>>;
  readonly replied: number;
  readonly unreached: readonly Row[];
  readonly examples: readonly string[];
}

export const ALL = "/staff/outreach/campaigns";

export const CAMPAIGN_STATES: Readonly<Record<CampaignState, Word>> = {
  waiting: "cpWaiting",
  running: "cpRunning",
  stopped: "cpStopped",
  rejected: "cpRejected",
  ended: "cpEnded",
};

const WHY: Readonly<Record<string, Word>> = {
  nobody_known: "outNobodyKnown",
  too_late: "outTooLate",
  refused: "outRefused",
  too_many: "outTooMany",
  no_consent: "cpNoConsent",
  no_channel: "cpNoChannel",
  window_closed: "cpWindowClosed",
  repeated: "cpRepeated",
  formula: "cpFormula",
  nobody_named: "cpNobodyNamed",
  bad_number: "cpBadNumber",
  value_missing: "cpValueMissing",
  value_too_long: "cpValueTooLong",
  secret: "cpSecret",
  stopped: "cpStopped",
  rejected: "cpRejected",
};

/** Why a customer of a list is not told, in words; a code of a later version stands as it is. */
export function whyNotTold(code: string, say: Say): string {
  const word = WHY[code];
  return word ? say(word) : code;
}
