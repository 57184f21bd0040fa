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
  export: ["rcExport", "rcExportWhy"],
  erase: ["rcErase", "rcEraseWhy"],
  hold: ["rcHold", "rcHoldWhy"],
  release: ["rcRelease", "rcReleaseWhy"],
};

export const REASONS: Readonly<Record<string, Word>> = {
  customer: "rcCustomer",
  court: "rcCourt",
  complaint: "rcComplaint",
  compliance: "rcCompliance",
};

export const STATES: Readonly<Record<string, Word>> = {
  asked: "rcAsked",
  approved: "rcApproved",
  removing: "rcRemoving",
  done: "rcDone",
  refused: "rcRefused",
  withdrawn: "rcWithdrawn",
  failed: "rcFailed",
};

/** What an erasure leaves, with the reason. */
export const LEFT: Readonly<Record<string, Word>> = {
  bank_instruction: "rcLeftInstructions",
  video_case: "rcLeftSale",
  video_step: "rcLeftSale",
  video_rating: "rcLeftRating",
  staff_audit: "rcLeftAudit",
  records_request: "rcLeftRequests",
  spool: "rcLeftSpool",
  freed_pages: "rcLeftPages",
  write_ahead_log: "rcLeftLog",
  statistics: "rcLeftStatistics",
  backups: "rcLeftBackups",
  recordings: "rcLeftRecordings",
  articles: "rcLeftArticles",
};

/** Kinds with a time that they are kept for: the word, and the class of JR/T 0171. */
export const KEPT: Readonly<Record<string, readonly [Word, string]>> = {
  conversations: ["rcConversations", "C2"],
  media: ["rcMedia", "C2"],
  gaps: ["rcGaps", "C2"],
  ratings: ["rcRatings", "C2"],
  dead_letters: ["rcDeadLetters", "C2"],
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
