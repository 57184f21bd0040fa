/** Draws what was said in a conversation that has ended; the message that is sought stands out. */

import { css, html, nothing, type TemplateResult } from "lit";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { Say, Word } from "../words/index.ts";
import { KINDS, type Said } from "./model.ts";

const WHO: Readonly<Record<string, Word>> = {
  customer: "isCustomer",
  bot: "isBot",
  agent: "isAgent",
  system: "house",
};

export const talkStyles = css`
  .talk {
    max-height: 55vh;
    margin: 0 0 16px;
    padding: 0;
    overflow: auto;
    list-style: none;
  }
  .talk li {
    padding: 8px 12px;
    border-inline-start: 3px solid transparent;
    border-bottom: 1px solid var(--yq-line);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .talk li[aria-current] {
    border-inline-start-color: var(--yq-attention);
    background: var(--yq-attention-ground);
  }
  .talk .found {
    color: var(--yq-danger);
    font-weight: 500;
  }
`;

/** The messages in their order; `sought`: the number of the one that stands out. */
export function drawTalk(
  said: readonly Said[],
  sought: number,
  say: Say,
  language: Language,
): TemplateResult {
  return html`<ol class="talk" data-testid="talk" tabindex="0" aria-label=${say("isTalk")}>
    ${said.map((each) => {
      const who = WHO[each.who];
      return html`<li aria-current=${each.seq === sought ? "true" : nothing} data-seq=${each.seq}><span class="quiet">${
        who ? say(who) : each.who
      }${each.name ? ` ${each.name}` : ""} · <time datetime=${each.at}>${fullMoment(Date.parse(each.at), language)}</time></span>${each.hits.map(
        (kind) => {
          const word = KINDS[kind];
          return html` <span class="found">${word ? say(word) : kind}</span>`;
        },
      )}
${each.words}</li>`;
    })}
  </ol>`;
}
