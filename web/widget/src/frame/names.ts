/** Names who answered and what the answer comes from, as the log and the transcript say it. */

import type { Author, Source } from "../chat/protocol.ts";
import type { Say } from "../words/index.ts";

/** The words that name a source. */
export function sourceName({ title, effective_from: date }: Source, say: Say): string {
  return date ? say("source", { title, date }) : say("sourceUndated", { title });
}

/** The words that name a person of the bank. */
export function agentName({ name }: Author, say: Say): string {
  return name ? say("agentNamed", { name }) : say("agent");
}
