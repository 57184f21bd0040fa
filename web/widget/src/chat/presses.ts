/** Tells a wish from its repetition: a button that is pressed twice says its words once. */

import type { Clock } from "./ports.ts";
import { type OwnSegment, PERSON_ID } from "./protocol.ts";
import type { Visitor } from "./visitor.ts";

/** What a button can say. */
export type PressedSegment = Exclude<OwnSegment, { readonly upload: string }>;

const AGAIN_MS = 2_000; // slow hands and lame screens: two presses within that are meant as one

/** What was pressed last in this tab. */
export class Presses {
  #words = "";
  #at = Number.NEGATIVE_INFINITY;

  constructor(private readonly clock: Clock) {}

  /** Whether the press is a wish of its own. A person is wished for once until the bank has said something. */
  isFirst(segment: PressedSegment, visitor: Visitor): boolean {
    const words = JSON.stringify(segment);
    const now = this.clock.now();
    const repeated = words === this.#words && Math.abs(now - this.#at) < AGAIN_MS;
    if (repeated || (isPerson(segment) && isPersonAsked(visitor))) return false;
    [this.#words, this.#at] = [words, now];
    return true;
  }
}

/** Whether a person was asked for, and the bank has said nothing since. */
export function isPersonAsked({ openDrafts, timeline }: Visitor): boolean {
  const unanswered = timeline.ordered.slice(timeline.ordered.findLastIndex(isFromBank) + 1);
  return [...openDrafts, ...unanswered].some(({ segments }) => segments.some(isPerson));
}

function isFromBank({ direction }: { readonly direction: "in" | "out" }): boolean {
  return direction === "out";
}

function isPerson(part: { readonly type: string; readonly id?: string }): boolean {
  return part.type === "choice" && part.id === PERSON_ID;
}
