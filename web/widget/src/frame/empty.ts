/** Draws the log while there is nothing in it: still loading, or a new conversation. */

import { html, nothing, type TemplateResult } from "lit";
import { speaker, type Say } from "../words/index.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";

/** The real shape, after a moment. */
export function drawSkeleton(say: Say): TemplateResult {
  return html`<div class="skeleton" aria-label=${say("loading")} role="img"><i></i><i></i><i></i><i></i></div>`;
}

/** What the chat is for, the first step, and questions to begin with. */
export function drawEmpty(
  bank: string,
  hot: readonly string[],
  language: Language,
  ask: (question: string, event: Event) => void,
): TemplateResult {
  const say = speaker(language);
  const between = language === "en" ? " " : "";
  return html`<div class="empty" data-testid="empty">
    <p>${bank ? say("greeting", { bank }) : say("greetingPlain")}${between}${say("firstStep")}</p>
    <p class="more">${say("secrets")}</p>
    ${hot.length > 0 ? html`<h2>${say("hot")}</h2>${drawQuestions(hot, ask)}` : nothing}
  </div>`;
}

/** Questions as rows; pressing one asks it. */
export function drawQuestions(
  questions: readonly string[],
  ask: (question: string, event: Event) => void,
): TemplateResult {
  return html`<ul class="rows">
    ${questions.map(
      (question) =>
        html`<li>
          <button type="button" class="row option" data-testid="hot" @click=${(event: Event) => ask(question, event)}>
            <span class="row-title" dir="auto">${question}</span>
          </button>
        </li>`,
    )}
  </ul>`;
}
