/** Finds how far the reader can see. */

import type { Place } from "../chat/place.ts";

const ENOUGH_PX = 12; // so much of a message must stand above the lower edge

/** The place of the last message that is at least partly in the scroller's window; null for none. */
export function lastVisiblePlace(scroller: HTMLElement): Place | null {
  const edge = scroller.getBoundingClientRect().bottom;
  const rows = scroller.querySelectorAll<HTMLElement>(".message[data-seq]");
  for (let at = rows.length - 1; at >= 0; at--) {
    const row = rows[at] as HTMLElement;
    if (row.getBoundingClientRect().top > edge - ENOUGH_PX) continue;
    return { conversation: Number(row.dataset["conversation"]), seq: Number(row.dataset["seq"]) };
  }
  return null;
}
