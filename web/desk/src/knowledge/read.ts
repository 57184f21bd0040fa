/** Draws all that stands in an article, for who reviews or reads it and does not write. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say } from "../words/index.ts";
import { type Content, type Field, FIELDS } from "./model.ts";
import { seenBy } from "./readers.ts";

/** The words as they were written, and for whom and from when they hold; `topic`: what the category is called. */
export function drawRead(content: Content, topic: string, say: Say): TemplateResult {
  const links = content.links.map(({ title, url }) => `${title} ${url}`).join("\n");
  const lines: readonly (readonly [Field, string])[] = [
    ["topic", topic],
    ["effective_from", content.effective_from],
    ["effective_to", content.effective_to ?? say("kbOpenEnd")],
  ];
  return html`<div data-testid="read">
    <p class="quiet">
      ${lines.map(([field, value]) => html`${say(FIELDS[field])} <bdi>${value}</bdi><br />`)} ${seenBy(content, say)}
    </p>
    <h3>${say(FIELDS.questions)}</h3>
    <pre dir="auto">${content.questions.join("\n") || say("kbEmpty")}</pre>
    <h3>${say(FIELDS.answer)}</h3>
    <pre dir="auto">${content.answer || say("kbEmpty")}</pre>
    ${
      links
        ? html`<h3>${say(FIELDS.links)}</h3>
          <pre dir="auto">${links}</pre>`
        : nothing
    }
    ${
      content.note
        ? html`<h3>${say(FIELDS.note)}</h3>
          <pre dir="auto" class="agents">${content.note}</pre>`
        : nothing
    }
  </div>`;
}
