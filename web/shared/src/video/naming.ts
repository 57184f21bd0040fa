/** How a page of the bank's names its private places. It stands alone: the page loads it from another origin. */

import type { Place } from "./covering.ts";

const MARK = "yq2:";
const ALL: readonly Place[] = [[0, 0, 10_000, 10_000]];

/** Chromium takes so many characters of a capture handle. */
const HANDLE_CHARS = 1024;

/** What the page tells; too many places are all of it. `at`: by this computer's clock, in milliseconds. */
export function writeHandle(places: readonly Place[], at: number): string {
  const written = `${MARK}${at};${places.map((place) => place.join(",")).join(";")}`;
  return written.length <= HANDLE_CHARS ? written : writeHandle(ALL, at);
}
