/** English words of an article's further fields: notes for agents, links, for whom it is, pictures. */

import type { zhFields } from "./zh-fields.ts";

export const enFields: Record<keyof typeof zhFields, string> = {
  kbNote: "Internal note (agents only)",
  kbNoteHint:
    "Agents see it beside the suggested answer; no customer sees it on any channel. {count} of {limit} characters",
  agentsOnly: "For agents only",
};
