/** Draws a link as a row of its own. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say } from "../words/index.ts";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import { safeUrl } from "@yuanqiao/shared/components/text.ts";

/** A row that leads to an http(s) address; without one, its words alone. */
export function drawLinkRow(title: string, url: string, description: string, say: Say): TemplateResult {
  const href = safeUrl(url);
  const words = html`<span class="row-words">
    <span class="row-title" dir="auto">${title}</span>
    ${description ? html`<span class="row-more" dir="auto">${description}</span>` : nothing}
  </span>`;
  if (!href) return html`<div class="row">${words}</div>`;
  return html`<a
    class="row link"
    data-testid="link"
    href=${href}
    target="_blank"
    rel="noopener noreferrer"
    aria-label=${say("linkOpens", { title })}
    >${words}${icons.link}</a
  >`;
}
