/** Draws what agents wrote aside: messages that are sent later, and notes in which they are named. */

import { html, nothing, type TemplateResult } from "lit";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import { moment } from "@yuanqiao/shared/words/moment.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { Say, Word } from "../words/index.ts";
import type { LaterShown } from "./protocol.ts";
import type { Work } from "./work.ts";

const WHY: Readonly<Record<string, Word>> = {
  owner_changed: "laterOwnerChanged",
  closed: "laterClosed",
  forbidden_words: "laterForbidden",
};

/** What waits to be sent, or was not sent; `change` opens one. */
export function drawLater(
  work: Work,
  say: Say,
  language: Language,
  change: (later: LaterShown) => void,
): TemplateResult | typeof nothing {
  const waiting = work.state?.later ?? [];
  if (!waiting.length) return nothing;
  return html`<h2>${say("laterList")}</h2>
    <ul data-testid="later-list">
      ${waiting.map((each) => drawOne(each, work, say, language, change))}
    </ul>`;
}

function drawOne(
  each: LaterShown,
  work: Work,
  say: Say,
  language: Language,
  change: (later: LaterShown) => void,
): TemplateResult {
  const callOff = (): void => void work.wish({ type: "call_off_later", later: each.later });
  const why = WHY[each.why];
  return html`<li class="aside ${each.why ? "trouble" : ""}" data-testid="later">
    <p class="title">
      ${say("customer")} ${each.customer} ·
      <time datetime=${each.at}>${moment(Date.parse(each.at), Date.now(), language)}</time>
    </p>
    ${
      each.why
        ? html`<p>${icons.warning} ${say("laterNotSent", { why: why ? say(why) : each.why })}</p>`
        : nothing
    }
    <p class="words">${each.text}</p>
    <div class="row">
      ${
        each.why
          ? html`<button class="secondary" data-testid="later-understood" @click=${callOff}>
            ${say("understood")}
          </button>`
          : html`<button class="secondary" data-testid="later-change" @click=${() => change(each)}>
              ${say("change")}
            </button>
            <button class="secondary" data-testid="later-call-off" @click=${callOff}>${say("laterCallOff")}</button>`
      }
    </div>
  </li>`;
}

/** The notes in which the agent is named, until they say that they know. */
export function drawMentions(work: Work, say: Say, language: Language): TemplateResult | typeof nothing {
  const named = work.state?.mentions ?? [];
  if (!named.length) return nothing;
  const task = (conversation: string): string =>
    work.state?.tasks.find((each) => each.task.startsWith(`${conversation}.`))?.task ?? "";
  return html`<h2>${say("mentions")}</h2>
    <ul aria-live="polite" data-testid="mentions">
      ${named.map(
        (each) => html`<li class="aside" data-testid="mention">
          <p class="title">
            ${say("mentionBy", { name: each.by })} · ${say("customer")} ${each.customer}
            <time class="quiet" datetime=${each.at}>${moment(Date.parse(each.at), Date.now(), language)}</time>
          </p>
          <p class="words">${each.text}</p>
          <div class="row">
            ${
              task(each.conversation)
                ? html`<button class="secondary" @click=${() => work.choose(task(each.conversation))}>
                  ${say("openFile")}
                </button>`
                : nothing
            }
            <button
              class="secondary"
              data-testid="mention-seen"
              @click=${() => void work.wish({ type: "see_mention", note: each.note })}
            >
              ${say("understood")}
            </button>
          </div>
        </li>`,
      )}
    </ul>`;
}
