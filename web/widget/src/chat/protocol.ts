/** The frames of docs/webchat-protocol.md, version 1, and the closing codes. */

import type { Place } from "./place.ts";

/** A stored file: what the hub made of it, under the SHA-256 of its bytes. */
export interface Media {
  readonly id: string;
  readonly mime: string;
  readonly bytes: number;
  readonly name: string;
  /** Pixels; 0 where it has none, or nobody knows. */
  readonly width: number;
  readonly height: number;
}

/** What a card's button does. */
export type CardAction =
  | { readonly type: "open_page"; readonly label: string; readonly url: string }
  | {
      readonly type: "open_mini_program";
      readonly label: string;
      readonly app_id: string;
      readonly path: string;
    }
  | { readonly type: "call"; readonly label: string; readonly number: string }
  | { readonly type: "say"; readonly label: string; readonly text: string };

/** A segment that shows a stored file; its address holds for a while only. Not yet looked at: `url`. */
export type MediaSegment =
  | { readonly type: "image"; readonly media: Media; readonly alt: string; readonly url: string }
  | { readonly type: "file"; readonly media: Media; readonly url: string }
  | {
      readonly type: "voice";
      readonly media: Media;
      readonly url: string;
      readonly seconds: number;
      /** What was said, as far as a machine understood it. */
      readonly text: string;
    }
  | { readonly type: "video"; readonly media: Media; readonly url: string; readonly seconds: number };

/** Something offered: a picture, words and up to three buttons. */
export interface CardSegment {
  readonly type: "card";
  readonly title: string;
  readonly text: string;
  readonly picture: Media | null;
  readonly picture_url: string;
  readonly actions: readonly CardAction[];
}

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
  | MediaSegment
  | {
      readonly type: "location";
      readonly latitude: number;
      readonly longitude: number;
      readonly title: string;
      readonly address: string;
    }
  | CardSegment
  | { readonly type: "unknown" };

/** A file that the customer chose. It goes to the hub before the message, which then names its upload. */
export interface Attachment {
  readonly type: "image" | "file";
  /** The UUID of its upload. */
  readonly upload: string;
  readonly name: string;
  readonly mime: string;
  readonly bytes: number;
  /** Pixels; 0 where nobody knows. */
  readonly width: number;
  readonly height: number;
  /** The hub has the whole of it and takes it. */
  readonly ready: boolean;
}

/** What a customer can send. */
export type OwnSegment =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "choice"; readonly id: string; readonly label: string }
  | Attachment;

/** A segment as it goes over the line: of a file, its upload alone. */
export type SentSegment =
  Exclude<OwnSegment, Attachment> | { readonly type: "image" | "file"; readonly upload: string };

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

/** What may be uploaded: most bytes of a file, and the kinds by their MIME types. */
export interface UploadRules {
  readonly bytes: number;
  readonly types: readonly string[];
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
  /** Null where the hub takes no files. */
  readonly uploads: UploadRules | null;
  /** The last conversation where it is closed; 0 where it goes on. */
  readonly closed: number;
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

/** Says that the hub knows now who the customer is. */
export interface SignedIn {
  readonly type: "signed_in";
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

/** Stands at the place of something that is not for customers: it has arrived, and shows nothing. */
export interface Skipped extends Place {
  readonly type: "skipped";
}

/** Every frame of the hub that means something to this client. */
export type HubFrame =
  | Welcome
  | Ack
  | Refused
  | Rated
  | SignedIn
  | Suggested
  | PassingEvent
  | { readonly type: "message"; readonly message: Message }
  | Skipped
  | { readonly type: "caught_up"; readonly more_before: boolean }
  | {
      readonly type: "older";
      readonly messages: readonly Message[];
      readonly skipped: readonly Place[];
      readonly more: boolean;
    }
  | { readonly type: "pong" };

/** The client's first frame. */
export interface Hello {
  readonly type: "hello";
  readonly v: 1;
  readonly token: string | null;
  readonly embedder: string;
  readonly page?: string | undefined;
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
  | { readonly type: "send"; readonly id: string; readonly segments: readonly SentSegment[] }
  | { readonly type: "received" | "read" | "close"; readonly conversation: number; readonly seq: number }
  | { readonly type: "older"; readonly before: Place }
  | { readonly type: "suggest"; readonly id: number; readonly text: string }
  | Rate
  | { readonly type: "sign_in"; readonly id: string; readonly login: string }
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
