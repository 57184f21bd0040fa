/** Turns a session's view into the rows of the log: messages, and what stands between them. */

import type { Draft } from "../chat/outbox.ts";
import { compare, keyOf, type Place } from "../chat/place.ts";
import type { Attachment, Author, Message, Segment } from "../chat/protocol.ts";
import type { View } from "../chat/view.ts";

const PAUSE_MS = 5 * 60_000; // after so long a silence the time is said again

/** A part of a message as the log shows it: stored, or a file that is on its way. */
export type ShownSegment = Segment | { readonly type: "attachment"; readonly file: Attachment };

/** A message as the log shows it: stored, or on its way. */
export interface Shown {
  readonly key: string;
  readonly place: Place | null;
  readonly direction: "in" | "out";
  readonly author: Author;
  readonly segments: readonly ShownSegment[];
  readonly at: number;
  readonly draft: Draft | null;
}

/** One row of the log. */
export type Row =
  | { readonly kind: "time"; readonly key: string; readonly at: number }
  | { readonly kind: "conversation"; readonly key: string }
  | { readonly kind: "unread"; readonly key: string }
  | { readonly kind: "message"; readonly key: string; readonly shown: Shown; readonly startsRun: boolean };

const CUSTOMER: Author = { kind: "customer", name: "" };

/** The rows for the messages and drafts; `unreadAfter` is where the unread line stands. */
export function rowsOf(view: Pick<View, "messages" | "drafts">, unreadAfter: Place | null): readonly Row[] {
  const rows: Row[] = [];
  let before: Shown | null = null;
  let lineDrawn = unreadAfter === null;
  for (const shown of [...view.messages.map(ofMessage), ...view.drafts.map(ofDraft)]) {
    const between = rows.length;
    if (before && isNewConversation(before, shown))
      rows.push({ kind: "conversation", key: `c-${shown.key}` });
    if (shown.at > 0 && (!before || shown.at - before.at > PAUSE_MS))
      // 0: nobody knows when
      rows.push({ kind: "time", key: `t-${shown.key}`, at: shown.at });
    if (!lineDrawn && isBehind(shown, unreadAfter)) {
      lineDrawn = true;
      rows.push({ kind: "unread", key: "unread" });
    }
    const startsRun = rows.length > between || !before || !sameAuthor(before, shown);
    rows.push({ kind: "message", key: shown.key, shown, startsRun });
    before = shown;
  }
  return rows;
}

/** The ids of options that the customer chose, sent or on the way. */
export function chosenIds(view: Pick<View, "messages" | "drafts">): ReadonlySet<string> {
  const own = [...view.messages.filter((message) => message.direction === "in"), ...view.drafts];
  return new Set(
    own.flatMap((each) => each.segments.flatMap((part) => (part.type === "choice" ? [part.id] : []))),
  );
}

function ofMessage(message: Message): Shown {
  const { direction, author, segments } = message;
  const key = message.client_id ?? keyOf(message);
  return { key, place: message, direction, author, segments, at: Date.parse(message.at) || 0, draft: null };
}

function ofDraft(draft: Draft): Shown {
  const segments = draft.segments.map((part): ShownSegment => {
    if ("upload" in part) return { type: "attachment", file: part };
    return part.type === "text" ? { ...part, source: null } : part;
  });
  return {
    key: draft.id,
    place: draft.stored,
    direction: "in",
    author: CUSTOMER,
    segments,
    at: draft.at,
    draft,
  };
}

function sameAuthor(a: Shown, b: Shown): boolean {
  return a.author.kind === b.author.kind && a.author.name === b.author.name;
}

function isNewConversation(before: Shown, shown: Shown): boolean {
  return (
    before.place !== null && shown.place !== null && before.place.conversation !== shown.place.conversation
  );
}

function isBehind(shown: Shown, place: Place | null): boolean {
  return (
    shown.direction === "out" && shown.place !== null && place !== null && compare(shown.place, place) > 0
  );
}
