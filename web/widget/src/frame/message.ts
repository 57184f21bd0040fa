/** Draws one message: who speaks, what is said, and what is wrong with it, if anything is. */

import { html, nothing, type TemplateResult } from "lit";
import type { Draft } from "../chat/outbox.ts";
import { keyOf, type Place } from "../chat/place.ts";
import type { Author } from "../chat/protocol.ts";
import type { Opinion, Ratings } from "../chat/ratings.ts";
import type { Say } from "../words/index.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import { agentName } from "./names.ts";
import { type Drawing, drawSegment } from "./segments.ts";
import type { Shown } from "./rows.ts";
import "./rating.ts";

/** What drawing a message needs beside the message. */
export interface MessageDrawing extends Drawing {
  readonly language: Language;
  readonly ratings: Ratings;
  readonly rate: (place: Place, opinion: Opinion) => void;
  readonly retry: (id: string) => void;
}

/** One message as a row of the log. */
export function drawMessage(shown: Shown, startsRun: boolean, drawing: MessageDrawing): TemplateResult {
  const { say } = drawing;
  const mine = shown.direction === "in";
  const stored = shown.draft ? null : shown.place;
  return html`<div
    class="message ${shown.direction} ${startsRun ? "starts" : ""}"
    data-testid="message"
    data-key=${shown.key}
    data-conversation=${stored?.conversation ?? nothing}
    data-seq=${stored?.seq ?? nothing}
    data-direction=${shown.direction}
    data-author=${shown.author.kind}
    data-state=${stateOf(shown.draft)}
  >
    ${mine ? html`<span class="hidden">${say("you")}</span>` : nothing}
    ${startsRun && !mine ? drawSpeaker(shown.author, say) : nothing}
    <div class=${mine ? "bubble" : "body"}>${shown.segments.map((segment) => drawSegment(segment, drawing))}</div>
    ${stored && isRateable(shown) ? drawRating(stored, drawing) : nothing}
    ${shown.draft ? drawTrouble(shown.draft, drawing) : nothing}
  </div>`;
}

/** What the bank answered out of an approved article. */
function isRateable({ direction, segments }: Shown): boolean {
  return direction === "out" && segments.some((part) => part.type === "text" && part.source !== null);
}

function drawRating(place: Place, { ratings, language, rate }: MessageDrawing): TemplateResult {
  return html`<yq-rating
    data-testid="rating"
    .rating=${ratings.get(keyOf(place)) ?? null}
    .language=${language}
    @rate=${(event: CustomEvent<Opinion>) => rate(place, event.detail)}
  ></yq-rating>`;
}

function stateOf(draft: Draft | null): string {
  if (!draft || draft.stored) return "stored";
  return draft.trouble || "pending";
}

function drawSpeaker(author: Author, say: Say): TemplateResult | typeof nothing {
  if (author.kind === "bot") {
    return html`<div class="who" data-testid="speaker">${say("bot")}<span class="tag">${say("machine")}</span></div>`;
  }
  if (author.kind !== "agent") return nothing; // the house's own notices say themselves what they are
  return html`<div class="who" data-testid="speaker">${agentName(author, say)}</div>`;
}

function drawTrouble(draft: Draft, { say, retry }: MessageDrawing): TemplateResult | typeof nothing {
  if (draft.stored || draft.trouble === "") return nothing;
  if (draft.trouble === "slow") return html`<div class="state" data-testid="slow">${say("slow")}</div>`;
  return html`<button
    type="button"
    class="state"
    data-testid="retry"
    title=${say("failedLong")}
    @click=${() => retry(draft.id)}
  >
    ${icons.warning}${say("failed")} · ${say("retry")}<span class="hidden">${say("failedLong")}</span>
  </button>`;
}
