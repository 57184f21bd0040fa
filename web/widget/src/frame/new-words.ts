/** Notices new words of the bank: those that came after the chat was first complete. */

import { compare, type Place, placeOf } from "../chat/place.ts";
import type { View } from "../chat/view.ts";

/** Compares each view with the last one that was complete. */
export class NewWords {
  #last: Place | null | undefined = undefined;

  /** Whether the bank said something new. What was there when the chat was opened is not new. */
  arrived(view: Pick<View, "loaded" | "catchingUp" | "messages">): boolean {
    if (!view.loaded || view.catchingUp) return false;
    const last = view.messages.findLast((message) => message.direction === "out");
    const before = this.#last;
    this.#last = last ? placeOf(last) : null;
    return before !== undefined && last !== undefined && (before === null || compare(last, before) > 0);
  }
}
