/** Draws the right column: why a person was asked for, what was said in short, what is known for certain. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say, Word } from "../words/index.ts";
import type { Opened, TaskShown } from "./protocol.ts";
import { channelName } from "./list.ts";

const FACT_WORDS: Readonly<Record<string, Word>> = {
  verification: "factVerification",
  segment: "factSegment",
  tier: "factTier",
  language: "language",
  customer_number: "factCustomer",
};

/** What goes along with the conversation. */
export function drawPanel(opened: Opened, task: TaskShown | undefined, say: Say): TemplateResult {
  const { reason, summary, facts } = opened.handover;
  return html`<h2>${say("handover")}</h2>
    <dl>
      <dt>${say("reason")}</dt>
      <dd data-testid="reason">${reason}</dd>
      ${
        task
          ? html`<dt>${say("channel")}</dt>
            <dd>${channelName(task.channel, say)}</dd>`
          : nothing
      }
      ${Object.entries(facts).map(
        ([name, value]) =>
          html`<dt>${FACT_WORDS[name] ? say(FACT_WORDS[name]) : name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    ${
      summary
        ? html`<h2>${say("summary")}</h2>
          <p class="summary" data-testid="summary">${summary}</p>`
        : nothing
    }`;
}
