/** Draws the right column: why a person was asked for, what was said in short, what is known for certain. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say } from "../words/index.ts";
import type { Opened, TaskShown } from "./protocol.ts";
import { factName, factValue, reasonName } from "./known.ts";
import { channelName } from "./list.ts";

/** What goes along with the conversation. */
export function drawPanel(opened: Opened, task: TaskShown | undefined, say: Say): TemplateResult {
  const { reason, summary, facts } = opened.handover;
  return html`<h2>${say("handover")}</h2>
    <dl>
      <dt>${say("reason")}</dt>
      <dd data-testid="reason">${reasonName(reason, say)}</dd>
      ${
        task
          ? html`<dt>${say("channel")}</dt>
            <dd>${channelName(task.channel, say)}</dd>`
          : nothing
      }
      ${Object.entries(facts).map(
        ([name, value]) =>
          html`<dt>${factName(name, say)}</dt>
            <dd>${factValue(value, say)}</dd>`,
      )}
    </dl>
    ${
      summary
        ? html`<h2>${say("summary")}</h2>
          <p class="summary" data-testid="summary">${summary}</p>`
        : nothing
    }`;
}
