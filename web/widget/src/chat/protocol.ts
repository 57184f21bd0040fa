/** The frames of docs/webchat-protocol.md, version 1, and the closing codes. */

import type { Place } from "./place.ts";

/** The approved article version that an answer comes from. */
export interface Source {
  readonly title: string;
  /** ISO date. */
  readonly effective_from: string;
}

/** One thing a customer may choose. */
export interface Option {
  readonly id: string;
  readonly label: string;
}

/** Words in one style; with an address they are a link. */
export interface Span {
  readonly text: string;
  readonly strong: boolean;
  /** Not yet looked at: only http(s) may become a link. */
  readonly url: string;
}

/** The spans of one line. */
export type Words = readonly Span[];

/** One part of a rich answer. */
export type Block =
  | { readonly type: "paragraph"; readonly spans: Words }
  | { readonly type: "items"; readonly ordered: boolean; readonly items: readonly Words[] }
  | { readonly type: "table"; readonly head: readonly Words[]; readonly rows: readonly (readonly Words[])[] }
  | {
      readonly type: "image";
      /** A path on the hub. */
      readonly url: string;
      readonly alt: string;
      /** Pixels. */
      readonly width: number;
      readonly height: number;
    };

/** Words of the bank or the customer; `blocks` say the same with its form, where there is one. */
export interface TextSegment {
  readonly type: "text";
  readonly text: string;
  readonly source: Source | null;
  readonly blocks?: readonly Block[];
}

/** The parts of a message. `unknown` stands for kinds that this client is too old for. */
export type Segment =
  | TextSegment
  | { readonly type: "choices"; readonly prompt: string; readonly options: readonly Option[] }
  | { readonly type: "choice"; readonly id: string; readonly label: string }
  | { readonly type: "link"; readonly title: string; readonly url: string; readonly description: string }
  | { readonly type: "notice"; readonly code: string; readonly text: string }
  | { readonly type: "unknown" };

/** What a customer can send. */
export type OwnSegment =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "choice"; readonly id: string; readonly label: string };

/** Who wrote a message. */
export interface Author {
  readonly kind: "customer" | "bot" | "agent" | "system";
  readonly name: string;
}

/** A message as the hub stored it. */
export interface Message extends Place {
  /** `in` is the customer's, seen from the hub. */
  readonly direction: "in" | "out";
  readonly author: Author;
  readonly segments: readonly Segment[];
  /** ISO time. */
  readonly at: string;
  readonly client_id: string | null;
}

/** The bank as it calls itself. */
export interface Bank {
  readonly name: string;
  readonly hotline: string;
  /** #rrggbb, or empty. */
  readonly colour: string;
}

/** The hub's answer to `hello`. */
export interface Welcome {
  readonly type: "welcome";
  readonly token: string;
  readonly resume: boolean;
  readonly heartbeat_s: number;
  readonly text_limit: number;
  readonly bank: Bank;
  /** Questions to begin with. */
  readonly hot: readonly string[];
}

/** Says that a message is on disk. */
export interface Ack extends Place {
  readonly type: "ack";
  readonly id: string;
}

/** Says that a message was not taken. */
export interface Refused {
  readonly type: "refused";
  readonly id: string;
  readonly code: string;
  readonly retry_after_s: number;
}

/** The code of `refused` where the bank has more to answer than it can. */
export const OVERLOADED = "overloaded";

/** Says that a rating is stored. */
export interface Rated {
  readonly type: "rated";
  readonly id: string;
}

/** Questions that go on from what was begun. */
export interface Suggested {
  readonly type: "suggestions";
  readonly id: number;
  readonly questions: readonly string[];
}

/** Something passing. */
export interface PassingEvent extends Place {
  readonly type: "event";
  readonly event: string;
}

/** Every frame of the hub that means something to this client. */
export type HubFrame =
  | Welcome
  | Ack
  | Refused
  | Rated
  | Suggested
  | PassingEvent
  | { readonly type: "message"; readonly message: Message }
  | { readonly type: "caught_up"; readonly more_before: boolean }
  | { readonly type: "older"; readonly messages: readonly Message[]; readonly more: boolean }
  | { readonly type: "pong" };

/** The client's first frame. */
export interface Hello {
  readonly type: "hello";
  readonly v: 1;
  readonly token: string | null;
  readonly embedder: string;
  readonly after: Place | null;
}

/** What was thought of an answer; `none` takes it back. */
export type Verdict = "up" | "down" | "none";

/** Why an answer did not help. */
export const REASONS = ["wrong", "unclear", "outdated", "incomplete", "other"] as const;
export type Reason = (typeof REASONS)[number];

/** Most characters of the comment beside a reason. */
export const COMMENT_LIMIT = 200;

/** Rates the answer at a place. */
export interface Rate extends Place {
  readonly type: "rate";
  readonly id: string;
  readonly verdict: Verdict;
  readonly reason?: Reason;
  readonly comment?: string;
}

/** Every frame of the client. */
export type ClientFrame =
  | Hello
  | { readonly type: "resume"; readonly after: Place }
  | { readonly type: "send"; readonly id: string; readonly segments: readonly OwnSegment[] }
  | { readonly type: "received" | "read" | "close"; readonly conversation: number; readonly seq: number }
  | { readonly type: "older"; readonly before: Place }
  | { readonly type: "suggest"; readonly id: number; readonly text: string }
  | Rate
  | { readonly type: "typing" | "ping" };

/** Why the hub closed the socket, as far as the client acts on it. */
export const CLOSE = {
  abnormal: 1006,
  notUnderstood: 4400,
  badToken: 4401,
  notAllowedHere: 4403,
  tooManyChats: 4429,
} as const;

/** The one choice that may be sent unasked: a person is wanted. */
export const PERSON_ID = "person";
