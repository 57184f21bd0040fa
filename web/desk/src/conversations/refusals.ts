/** Draws what the hub refused. */

import { html, type TemplateResult } from "lit";
import type { Say, Word } from "../words/index.ts";
import type { Work } from "./work.ts";

/** What the desk says where the hub refused, by the error's code. */
const REFUSALS: Readonly<Record<string, Word>> = {
  bad_input: "refusedBadInput",
  conflict: "refusedConflict",
  gone: "refusedGone",
  not_found: "refusedGone",
  not_allowed: "refusedNotAllowed",
};

/** What was refused last, until the agent says that they know. */
export function drawRefusal(work: Work, say: Say): TemplateResult {
  const word = REFUSALS[work.refused];
  return html`<p class="trouble" role="alert" data-testid="refused">
    ${word ? say(word) : say("failed", { code: work.refused })}
    <button class="secondary" @click=${() => work.forgetRefusal()}>${say("understood")}</button>
  </p>`;
}
