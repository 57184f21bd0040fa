/** Draws what a dry run and a campaign share: who is not told and why, and the words of the first few. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say } from "../words/index.ts";
import { whyNotTold } from "./campaign-model.ts";

interface Row {
  readonly number: number;
  readonly code: string;
}

/** Who is not told: counted by the reason, and by the row of the list. */
export function drawReasons(
  reasons: Readonly<Record<string, number>>,
  unreached: readonly Row[],
  say: Say,
): TemplateResult | typeof nothing {
  const counted = Object.entries(reasons).sort(([, one], [, other]) => other - one);
  if (!counted.length) return nothing;
  return html`<h3>${say("cpNotTold")}</h3>
    <dl class="figures" data-testid="reasons">
      ${counted.map(
        ([code, count]) =>
          html`<dt>${whyNotTold(code, say)}</dt>
            <dd>${count}</dd>`,
      )}
    </dl>
    <details>
      <summary>${say("cpByRow")}</summary>
      <ul class="rows">
        ${unreached.map(({ number, code }) => html`<li>${say("cpRow", { number })} ${whyNotTold(code, say)}</li>`)}
      </ul>
    </details>`;
}

/** What the first customers read. */
export function drawExamples(examples: readonly string[], say: Say): TemplateResult | typeof nothing {
  if (!examples.length) return nothing;
  return html`<h3>${say("cpExamples")}</h3>
    ${examples.map((words) => html`<p class="words" dir="auto" data-testid="example">${words}</p>`)}`;
}
