/** What the hub tells of customers' records (docs/records.md), and its words. */

import type { Word } from "../words/index.ts";

/** What can be asked for. */
export type Kind = "export" | "erase" | "hold" | "release";

/** A customer on one channel. */
export interface Found {
  readonly who: string;
  readonly customer: string;
  readonly channel: string;
  readonly since: string;
}

/** A table or something else of the house, and how much of it; 0 where nobody knows. */
export interface Counted {
  readonly what: string;
  readonly count: number;
}

/** A hold that stands; `who` is empty where the customer is not known any more. */
export interface Hold {
  readonly reference: string;
  readonly since: string;
  readonly who: string;
}

/** What there is of a customer. */
export interface Customer {
  readonly who: string;
  readonly identities: readonly Found[];
  readonly removable: readonly Counted[];
  readonly kept: readonly Counted[];
  readonly holds: readonly Hold[];
  readonly open_conversations: number;
}

/** One request; `ready_until`: an export can be taken. */
export interface Request {
  readonly request_id: string;
  readonly kind: Kind;
  readonly who: string;
  readonly customer: string;
  readonly reason: string;
  readonly reference: string;
  readonly state: string;
  readonly asker: string;
  readonly asked_at: string;
  readonly decider: string;
  readonly decided_at: string | null;
  readonly mine: boolean;
  readonly ready_until: string | null;
  readonly outcome: {
    readonly rows: readonly Counted[];
    readonly files: number;
    readonly in_logs: number;
    readonly left: readonly Counted[];
    readonly why: string;
  };
}

export const KINDS: Readonly<Record<Kind, readonly [Word, Word]>> = {
  export: ["recordsExport", "recordsExportWhy"],
  erase: ["recordsErase", "recordsEraseWhy"],
  hold: ["recordsHold", "recordsHoldWhy"],
  release: ["recordsRelease", "recordsReleaseWhy"],
};

export const REASONS: Readonly<Record<string, Word>> = {
  customer: "recordsCustomer",
  court: "recordsCourt",
  complaint: "recordsComplaint",
  compliance: "recordsCompliance",
};

export const STATES: Readonly<Record<string, Word>> = {
  asked: "recordsAsked",
  approved: "recordsApproved",
  removing: "recordsRemoving",
  done: "recordsDone",
  refused: "recordsRefused",
  withdrawn: "recordsWithdrawn",
  failed: "recordsFailed",
};

/** What an erasure leaves, with the reason. */
export const LEFT: Readonly<Record<string, Word>> = {
  bank_instruction: "recordsLeftInstructions",
  video_case: "recordsLeftSale",
  video_step: "recordsLeftSale",
  video_rating: "recordsLeftRating",
  staff_audit: "recordsLeftAudit",
  records_request: "recordsLeftRequests",
  spool: "recordsLeftSpool",
  freed_pages: "recordsLeftPages",
  write_ahead_log: "recordsLeftLog",
  statistics: "recordsLeftStatistics",
  backups: "recordsLeftBackups",
  recordings: "recordsLeftRecordings",
  articles: "recordsLeftArticles",
};

/** Kinds with a time that they are kept for: the word, and the class of JR/T 0171. */
export const KEPT: Readonly<Record<string, readonly [Word, string]>> = {
  conversations: ["recordsConversations", "C2"],
  media: ["recordsMedia", "C2"],
  gaps: ["recordsGaps", "C2"],
  ratings: ["recordsRatings", "C2"],
  dead_letters: ["recordsDeadLetters", "C2"],
};

/** What somebody can do with a request. */
export function doable(
  request: Request,
  may: (right: string) => boolean,
): { readonly approve: boolean; readonly close: boolean; readonly take: boolean } {
  const waits = request.state === "asked";
  const decides = may("records.approve");
  return {
    approve: waits && decides && !request.mine,
    close: waits && decides,
    take: request.mine && request.ready_until !== null && may("records.ask"),
  };
}
