/** Draws what differs between two lists of synonyms: sign and element tell what colour tells, too. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say } from "../words/index.ts";
import type { GroupChange } from "./synonym-model.ts";

/** The changed groups, one on each line. */
export function drawChanges(changes: readonly GroupChange[], say: Say): TemplateResult {
  if (!changes.length) return html`<p class="quiet">${say("kbNoDifference")}</p>`;
  return html`<ul class="rows" data-testid="changes">
    ${changes.map((each) => html`<li dir="auto">${change(each, say)}</li>`)}
  </ul>`;
}

function change({ kind, before, after }: GroupChange, say: Say): TemplateResult {
  if (kind === "new")
    return html`<span class="chip live">${say("kbSynNew")}</span> <span>${come(after, say)}</span>`;
  if (kind === "gone")
    return html`<span class="chip">${say("kbSynGone")}</span> <span>${gone(before, say)}</span>`;
  const lost = before.filter((word) => !after.includes(word));
  const won = after.filter((word) => !before.includes(word));
  const kept = after.filter((word) => before.includes(word));
  const first = before[0] !== after[0];
  return html`<span class="chip">${say("kbSynChanged")}</span>
    <span
      >${kept.join(" ")} ${lost.length ? gone(lost, say) : nothing} ${won.length ? come(won, say) : nothing}
      ${first ? html`<span class="quiet">${say("kbSynFirst", { word: after[0] ?? "" })}</span>` : nothing}</span
    >`;
}

function gone(words: readonly string[], say: Say): TemplateResult {
  return html`<del><span class="hidden">${say("kbGoneLine")}</span>− ${words.join(" ")}</del>`;
}

function come(words: readonly string[], say: Say): TemplateResult {
  return html`<ins><span class="hidden">${say("kbNewLine")}</span>+ ${words.join(" ")}</ins>`;
}
