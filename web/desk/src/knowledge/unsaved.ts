/** What an editor typed and did not save, kept while they look at something else; a reload of the page loses it. */

import type { Content, Seen } from "./model.ts";

/** An article that has no id yet. */
export const NEW = "new";

/** Unsaved words: what they began from, and what was seen then. */
export interface Unsaved {
  readonly mine: Content;
  readonly before: Content;
  readonly seen: Seen;
  /** The gaps that the article answers; they are closed once it is saved. */
  readonly gaps: readonly string[];
}

/** By article; the one that is not there yet is `NEW`. */
export const unsaved = new Map<string, Unsaved>();

/** Gaps that are still to be closed, by the article that was written for them. */
export const toClose = new Map<string, readonly string[]>();

/** What the list of articles is kept to, by filter: it stays so while somebody opens one and comes back. */
export const listFilters = new Map<string, string>();

let owner = "";

/** Forgets what somebody else typed at this desk before they signed out. */
export function keepFor(account: string): void {
  if (account === owner) return;
  owner = account;
  unsaved.clear();
  toClose.clear();
  listFilters.clear();
}

/** Asks before the page is left while words are not saved. */
export function guard(event: BeforeUnloadEvent): void {
  if (unsaved.size) event.preventDefault();
}
