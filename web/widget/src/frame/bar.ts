/** Draws the line above the composer: what is wrong, what is asked, what has ended. */

import { html, nothing, type TemplateResult } from "lit";
import type { Wait } from "../chat/busy.ts";
import type { View } from "../chat/view.ts";
import type { Say, Word } from "../words/index.ts";
import { icons } from "@yuanqiao/shared/components/icons.ts";

/** What the line needs beside the view. */
export interface BarDrawing {
  readonly say: Say;
  /** The line to the hub has been gone for a while. */
  readonly cutOff: boolean;
  /** The customer was asked whether the conversation shall end. */
  readonly askingEnd: boolean;
  readonly answerEnd: (end: boolean) => void;
}

/** The most important line, or nothing. */
export function drawBar(view: View | null, drawing: BarDrawing): TemplateResult | typeof nothing {
  const { say } = drawing;
  if (!view) return nothing;
  if (view.phase === "barred") return drawLine("barred", "attention", say);
  if (view.busy && navigator.onLine) return drawBusy(view.busy, say);
  if (drawing.cutOff) return drawLine(navigator.onLine ? "reconnecting" : "offline", "attention", say);
  if (drawing.askingEnd) return drawEndQuestion(drawing);
  if (view.waiting) return drawLine("waiting", "", say);
  return view.closed ? drawLine("ended", "", say) : nothing;
}

/** A line of these words. */
export function drawLine(word: Word, tone: "attention" | "", say: Say): TemplateResult {
  return html`<div class="bar ${tone}" data-testid="bar" data-bar=${word}>
    ${tone ? icons.warning : icons.info}<span>${say(word)}</span>
  </div>`;
}

/** Seconds count down on the screen; who listens is told once. */
function drawBusy({ what, seconds, told }: Wait, say: Say): TemplateResult {
  const word = what === "chat" ? "busyChat" : "busyMessage";
  return html`<div class="bar" data-testid="bar" data-bar=${word}>
    ${icons.info}<span aria-hidden="true">${say(word, { seconds })}</span
    ><span class="hidden">${say(word, { seconds: told })}</span>
  </div>`;
}

function drawEndQuestion({ say, answerEnd }: BarDrawing): TemplateResult {
  return html`<div class="bar question" data-testid="bar" data-bar="endAsk">
    <span>${say("endAsk")}</span>
    <button type="button" data-testid="end-no" @click=${() => answerEnd(false)}>${say("endNo")}</button>
    <button type="button" data-testid="end-yes" @click=${() => answerEnd(true)}>${say("endYes")}</button>
  </div>`;
}
