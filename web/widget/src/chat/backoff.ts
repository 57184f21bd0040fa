/** How long to wait before the next try to connect. */

import type { Chance } from "./ports.ts";
import { CLOSE } from "./protocol.ts";

const FIRST_MS = 500;
const MOST_MS = 30_000;

/**
 * Milliseconds until the next try after `failures` failures in a row, the last with the closing `code`.
 *
 * The first try comes after 0.5 s; then the span doubles up to 30 s and is shortened by chance to
 * between a half and the whole, so that many clients do not come at once. 4429 asks for 30 s or more.
 */
export function backoff(failures: number, code: number, chance: Chance): number {
  if (code === CLOSE.tooManyChats) return MOST_MS * (1 + chance() / 2);
  if (failures <= 1) return FIRST_MS;
  const span = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
  return span * (0.5 + chance() / 2);
}
