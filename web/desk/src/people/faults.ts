/** Says what went wrong with people, and what to do about it. */

import { ApiError } from "../staff/api.ts";
import { trouble } from "../shell/trouble.ts";
import type { Say, Word } from "../words/index.ts";

/** Words for codes of the API, where something means more than it does elsewhere. */
export type Faults = Readonly<Record<string, Word>>;

const GENERAL: Faults = {
  not_allowed: "faultNotAllowed",
  not_found: "faultNotFound",
  bad_input: "faultBadInput",
};

/** The sentence for an error of a call; what is none is thrown on. */
export function fault(error: unknown, say: Say, here: Faults = {}): string {
  const word = error instanceof ApiError ? (here[error.code] ?? GENERAL[error.code]) : undefined;
  return word ? say(word) : trouble(error, say);
}
