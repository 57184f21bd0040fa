/** Draws why words were not sent: each of them, whose rule it is, and what to say instead. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say, Word } from "../words/index.ts";
import type { Finding } from "./protocol.ts";

const KINDS: Readonly<Record<Finding["kind"], Word>> = {
  forbidden: "findingForbidden",
  must_say: "findingMustSay",
  private_id: "findingPrivateId",
  link: "findingLink",
  qr_code: "findingQrCode",
};

/** The findings, with a button that inserts what has to be said. */
export function drawStopped(
  found: readonly Finding[],
  say: Say,
  insert: (words: string) => void,
): TemplateResult | typeof nothing {
  if (!found.length) return nothing;
  return html`<div class="trouble stopped" role="alert" data-testid="stopped">
    <strong>${say("stopped")}</strong>
    <ul>
      ${found.map((each) => drawFinding(each, say, insert))}
    </ul>
  </div>`;
}

function drawFinding(found: Finding, say: Say, insert: (words: string) => void): TemplateResult {
  return html`<li data-testid="finding">
    ${found.product ? html`<span class="product">${found.product}</span>` : nothing}
    ${say(KINDS[found.kind], { words: found.words })}
    ${found.why ? html`<span class="why">${found.why}</span>` : nothing}
    ${
      found.say
        ? html`<span class="instead">${say("sayInstead", { say: found.say })}</span>
          <button class="secondary" data-testid="insert" @click=${() => insert(found.say)}>${say("insert")}</button>`
        : nothing
    }
  </li>`;
}
