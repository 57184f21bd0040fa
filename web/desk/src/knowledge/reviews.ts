/** How many drafts wait for a review by who sits there, and the way to them. */

import type { Staff } from "../staff/me.ts";
import { listFilters } from "./unsaved.ts";

/** A draft took a step, so that another number may wait; it is heard through the pages. */
export const STEPPED = "yq-kb-stepped";

/** Says that a draft took a step. */
export function tellStepped(page: EventTarget): void {
  page.dispatchEvent(new CustomEvent(STEPPED, { bubbles: true, composed: true }));
}

/** Drafts that wait; 0 for who may not review, and where the hub cannot be asked just now. */
export async function reviewsWaiting(staff: Staff): Promise<number> {
  if (!staff.may("knowledge.review")) return 0;
  try {
    return (await staff.api.look<{ waiting: number }>("/staff/kb/reviews")).waiting;
  } catch {
    return 0; // the page itself says what is wrong
  }
}

/** Keeps the list of articles to those drafts, whatever it was kept to before. */
export function keepToReviews(): void {
  listFilters.clear();
  listFilters.set("reviewable", "true");
}
