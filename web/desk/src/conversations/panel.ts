/** Draws the right column: why a person was asked for, what was said in short, what is known for certain. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say } from "../words/index.ts";
import type { Hint, Opened, TaskShown } from "./protocol.ts";
import { factName, factValue, reasonName } from "./known.ts";
import { drawChannel } from "./channel.ts";
import { drawWhy } from "./why.ts";

/** What goes along with the conversation. */
export function drawPanel(opened: Opened, task: TaskShown | undefined, say: Say): TemplateResult {
  const { reason, summary, facts } = opened.handover;
  return html`${drawHints(opened.hints, say)}
    <h2>${say("handover")}</h2>
    <dl>
      <dt>${say("reason")}</dt>
      <dd data-testid="reason">${reasonName(reason, say)}</dd>
      ${
        task
          ? html`<dt>${say("channel")}</dt>
            <dd>${drawChannel(task.channel, say)}</dd>`
          : nothing
      }
      ${
        opened.quota
          ? html`<dt>${say("quota")}</dt>
            <dd class=${opened.quota.left ? "" : "none"} data-testid="quota">
              ${say(opened.quota.left ? "quotaLeft" : "quotaNone", { count: opened.quota.left })}
            </dd>`
          : nothing
      }
      ${Object.entries(facts).map(
        ([name, value]) =>
          html`<dt>${factName(name, say)}</dt>
            <dd>${factValue(value, say)}</dd>`,
      )}
    </dl>
    ${task?.why ? drawWhy(task.why, say) : nothing}
    ${
      summary
        ? html`<h2>${say("summary")}</h2>
          <p class="summary" data-testid="summary">${summary}</p>`
        : nothing
    }`;
}

/** What the bank wants said where a customer speaks of something. */
function drawHints(hints: readonly Hint[], say: Say): TemplateResult | typeof nothing {
  if (!hints.length) return nothing;
  return html`<h2>${say("hints")}</h2>
    <ul class="hints" data-testid="hints">
      ${hints.map(
        (hint) =>
          html`<li>${hint.product ? html`<strong>${hint.product}</strong> ` : nothing}${hint.say}</li>`,
      )}
    </ul>`;
}
