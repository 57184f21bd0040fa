/** Draws the steps that an article's draft can take next; the bar stays in view however long the article is. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say, Word } from "../words/index.ts";
import { typed } from "./page.ts";

/** What is asked about once more before it is done. */
export type Asking = "withdraw" | "give-back" | "";

/** How the draft stands, and what who sits there may do with it. */
export interface StepsShown {
  readonly state: string | undefined;
  /** Whether who sits there wrote in it. */
  readonly own: boolean;
  /** Whether something of it is published, or will be. */
  readonly live: boolean;
  readonly dirty: boolean;
  readonly busy: boolean;
  /** Why the draft cannot be saved as it stands; empty where it can. */
  readonly closed: string;
  readonly asking: Asking;
  readonly comment: string;
  may(right: string): boolean;
}

/** What the steps do. */
export interface StepActs {
  readonly save: () => void;
  readonly step: (name: "submit" | "approve" | "publish") => void;
  readonly ask: (what: Asking) => void;
  readonly comment: (text: string) => void;
  readonly giveBack: () => void;
  readonly withdraw: () => void;
}

/** The bar, where there is a step to take; what is not saved is saved first. */
export function drawSteps(shown: StepsShown, acts: StepActs, say: Say): TemplateResult | typeof nothing {
  const { state, own, dirty } = shown;
  const edits = shown.may("knowledge.edit");
  const reviews = shown.may("knowledge.review");
  const publishes = shown.may("knowledge.publish");
  const step = (name: "submit" | "approve" | "publish", word: Word): TemplateResult =>
    html`<button
      class=${dirty ? "secondary" : "primary"}
      data-testid=${name}
      ?disabled=${shown.busy || dirty}
      @click=${() => acts.step(name)}
    >
      ${say(word)}
    </button>`;
  const given = state === "review" || state === "approved";
  const buttons = [
    edits ? drawSave(shown, acts, say) : nothing,
    edits && state === "draft" ? step("submit", "kbSubmit") : nothing,
    reviews && state === "review" && !own ? step("approve", "kbApprove") : nothing,
    publishes && state === "approved" ? step("publish", "kbPublish") : nothing,
    reviews && given ? drawAsk("give-back", own ? "kbTakeBack" : "kbGiveBack", shown, acts, say) : nothing,
    publishes && shown.live ? drawAsk("withdraw", "kbWithdraw", shown, acts, say) : nothing,
  ];
  if (buttons.every((each) => each === nothing)) return nothing;
  return html`<section class="steps" aria-label=${say("kbStepsBar")} data-testid="steps">
    ${drawAsked(shown, acts, say)}
    <div class="row">${buttons}</div>
    ${dirty && edits ? html`<p class="quiet" data-testid="unsaved">${shown.closed || say("kbUnsaved")}</p>` : nothing}
    ${reviews && state === "review" && own ? html`<p class="quiet" data-testid="own-work">${say("kbInReview")}</p>` : nothing}
    ${state === "approved" && !publishes ? html`<p class="quiet" data-testid="to-publish">${say("kbToPublish")}</p>` : nothing}
  </section>`;
}

function drawSave({ dirty, busy, closed }: StepsShown, acts: StepActs, say: Say): TemplateResult {
  return html`<button
    class=${dirty ? "primary" : "secondary"}
    data-testid="save"
    ?disabled=${busy || !dirty || closed !== ""}
    @click=${acts.save}
  >
    ${say("kbSave")}
  </button>`;
}

function drawAsk(
  what: Exclude<Asking, "">,
  word: Word,
  { busy, dirty, asking }: StepsShown,
  acts: StepActs,
  say: Say,
): TemplateResult {
  return html`<button
    class="secondary"
    data-testid=${what}
    ?disabled=${busy || dirty}
    aria-expanded=${asking === what}
    @click=${() => acts.ask(asking === what ? "" : what)}
  >
    ${say(word)}
  </button>`;
}

function drawAsked(shown: StepsShown, acts: StepActs, say: Say): TemplateResult | typeof nothing {
  if (shown.asking === "withdraw")
    return html`<p>${say("kbWithdrawSure")}</p>
      <button
        class="secondary danger"
        data-testid="withdraw-really"
        ?disabled=${shown.busy}
        @click=${acts.withdraw}
      >
        ${say("kbWithdrawReally")}
      </button>`;
  if (shown.asking === "give-back")
    return html`<label
        >${say("kbGiveBackWhy")}<textarea
          rows="2"
          maxlength="1000"
          data-testid="give-back-why"
          @input=${(event: Event) => acts.comment(typed(event))}
        ></textarea>
      </label>
      <button
        class="secondary"
        data-testid="give-back-really"
        ?disabled=${shown.busy || !shown.comment.trim()}
        @click=${acts.giveBack}
      >
        ${say("kbGiveBackReally")}
      </button>`;
  return nothing;
}
