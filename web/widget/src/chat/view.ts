/** Defines one moment of the chat as the screen needs it. */

import type { Wait } from "./busy.ts";
import type { Phase } from "./connection.ts";
import type { Draft } from "./outbox.ts";
import type { Place } from "./place.ts";
import type { Bank, Message, UploadRules } from "./protocol.ts";
import type { Rating } from "./ratings.ts";
import type { UploadState } from "./uploads.ts";

/** One moment of a session. */
export interface View {
  readonly phase: Phase;
  /** False until the first catch-up has ended and nothing was kept from before. */
  readonly loaded: boolean;
  readonly catchingUp: boolean;
  readonly messages: readonly Message[];
  readonly drafts: readonly Draft[];
  /** What the customer thought of answers, by the key of their place. */
  readonly ratings: ReadonlyMap<string, Rating>;
  readonly typing: boolean;
  readonly waiting: boolean;
  /** The bank has too much to answer: what waits, and for how long; null for nothing. */
  readonly busy: Wait | null;
  readonly moreBefore: boolean;
  readonly loadingOlder: boolean;
  /** The last message that the customer saw. */
  readonly seen: Place | null;
  /** Messages of the bank behind `seen`. */
  readonly unread: number;
  /** The conversation of the last message was closed. */
  readonly closed: boolean;
  /** A person was asked for, and the bank has said nothing since. */
  readonly personAsked: boolean;
  readonly bank: Bank | null;
  /** Questions to begin with. */
  readonly hot: readonly string[];
  /** Questions that go on from what is being typed. */
  readonly suggestions: readonly string[];
  readonly textLimit: number;
  /** What may be uploaded; null where the hub takes no files. */
  readonly uploadRules: UploadRules | null;
  /** How far the files of the drafts are, by their upload. */
  readonly uploads: ReadonlyMap<string, UploadState>;
  readonly large: boolean;
  /** Whether new words come without a sound. */
  readonly muted: boolean;
}
