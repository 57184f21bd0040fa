import type { Word } from "../words/index.ts";

/** What the desk says where the hub refused, by the error's code. */
export const REFUSALS: Readonly<Record<string, Word>> = {
  bad_input: "refusedBadInput",
  conflict: "refusedConflict",
  gone: "refusedGone",
  not_found: "refusedGone",
  not_allowed: "refusedNotAllowed",
};
