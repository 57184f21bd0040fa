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
import { filesOf } from "../chat/uploads.ts";
import { type Drawing, drawSegment } from "./segments.ts";
import type { Shown } from "./rows.ts";
import "./rating.ts";

type OfOneMessage = "retry" | "removeFile" | "stale";

/** What drawing a message needs beside the message. */
export interface MessageDrawing extends Omit<Drawing, OfOneMessage> {
  readonly language: Language;
  readonly ratings: Ratings;
  readonly rate: (place: Place, opinion: Opinion) => void;
  readonly retryDraft: (id: string) => void;
  readonly removeFrom: (id: string, upload: string) => void;
  /** The addresses in a stored message do not hold any more. */
  readonly renew: (place: Place) => void;
}

/** One message as a row of the log. */
export function drawMessage(shown: Shown, startsRun: boolean, drawing: MessageDrawing): TemplateResult {
  const { say } = drawing;
  const mine = shown.direction === "in";
  const stored = shown.draft ? null : shown.place;
  const own = forMessage(shown, drawing);
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
    <div class=${mine ? "bubble" : "body"}>${shown.segments.map((segment) => drawSegment(segment, own))}</div>
    ${stored && isRateable(shown) ? drawRating(stored, drawing) : nothing}
    ${shown.draft ? drawTrouble(shown.draft, drawing) : nothing}
  </div>`;
}

/** What can be done with the parts of this one message. */
function forMessage({ draft, place }: Shown, drawing: MessageDrawing): Drawing {
  return {
    ...drawing,
    retry: () => draft && drawing.retryDraft(draft.id),
    removeFile: (upload) => draft && drawing.removeFrom(draft.id, upload),
    stale: () => place && drawing.renew(place),
  };
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

function drawTrouble(draft: Draft, drawing: MessageDrawing): TemplateResult | typeof nothing {
  const { say, retryDraft } = drawing;
  if (draft.stored || draft.trouble === "") return nothing;
  // A file says itself what is wrong with it, and another try would change nothing.
  if (filesOf(draft.segments).some((file) => isStuck(drawing.uploads.get(file.upload)?.kind))) return nothing;
  if (draft.trouble === "slow") return html`<div class="state" data-testid="slow">${say("slow")}</div>`;
  return html`<button
    type="button"
    class="state"
    data-testid="retry"
    title=${say("failedLong")}
    @click=${() => retryDraft(draft.id)}
  >
    ${icons.warning}${say("failed")} · ${say("retry")}<span class="hidden">${say("failedLong")}</span>
  </button>`;
}

function isStuck(kind: string | undefined): boolean {
  return kind === "lost" || kind === "refused";
}
