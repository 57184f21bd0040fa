/** Draws how far an article got: its draft, the version that customers read, and why a draft was given back. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say } from "../words/index.ts";
import { type Article, STATES } from "./model.ts";

/** The states as chips, and the reviewer's comment. */
export function drawState({ draft, versions }: Article, say: Say): TemplateResult {
  const shown = versions.find(({ state }) => state === "published") ?? versions[0];
  const word = shown ? STATES[shown.state] : undefined;
  return html`<p class="bar" data-testid="state">
      ${draft ? html`<span class="chip">${say(STATES[draft.state] ?? "kbDraft")}</span>` : nothing}
      ${word ? html`<span class="chip live">${say(word)} · ${say("kbVersion", { version: shown?.version ?? 0 })}</span>` : nothing}
    </p>
    ${draft?.comment ? html`<p class="trouble" dir="auto" data-testid="comment">${say("kbComment", { comment: draft.comment })}</p>` : nothing}`;
}
