/** Defines <yq-rating>: whether an answer helped, and if not, perhaps why. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { COMMENT_LIMIT, type Reason, REASONS } from "../chat/protocol.ts";
import type { Opinion, Rating } from "../chat/ratings.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { speaker, type Word } from "../words/index.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import { ratingStyles } from "./rating.styles.ts";
import { isComposing, sendable } from "@yuanqiao/shared/components/text.ts";

const REASON_WORDS: Readonly<Record<Reason, Word>> = {
  wrong: "reasonWrong",
  unclear: "reasonUnclear",
  outdated: "reasonOutdated",
  incomplete: "reasonIncomplete",
  other: "reasonOther",
};

/** Says `rate` (an opinion). A verdict counts at once; reason and comment follow where they are given. */
export class YqRating extends LitElement {
  static override styles = [base, ratingStyles];
  static override properties = {
    rating: { attribute: false },
    language: {},
    asking: { state: true },
    comment: { state: true },
    said: { state: true },
  };

  /** What the customer said before; null for nothing. */
  declare rating: Rating | null;
  declare language: Language;
  declare asking: boolean;
  declare comment: string;
  /** Something was said here since the page was opened: thanks are due. */
  declare said: boolean;

  constructor() {
    super();
    this.rating = null;
    this.language = "zh";
    this.asking = false;
    this.comment = "";
    this.said = false;
  }

  override render(): TemplateResult {
    const say = speaker(this.language);
    return html`<div class="line" role="group" aria-label=${say("rateAsk")}>
        ${this.#thumb("up")} ${this.#thumb("down")}
        <span class="state" role="status" data-testid="rating-state">${this.#state()}</span>
      </div>
      ${this.asking ? this.#reasons() : nothing}`;
  }

  #thumb(verdict: "up" | "down"): TemplateResult {
    const pressed = this.#verdict === verdict;
    return html`<button
      type="button"
      class="thumb"
      data-testid="rate-${verdict}"
      aria-pressed=${pressed ? "true" : "false"}
      aria-expanded=${verdict === "down" ? (this.asking ? "true" : "false") : nothing}
      @click=${(event: Event) => (event as UIEvent).detail < 2 && this.#press(verdict)}
    >
      ${verdict === "up" ? icons.thumbUp : icons.thumbDown}${speaker(this.language)(verdict === "up" ? "helpful" : "unhelpful")}
    </button>`;
  }

  #reasons(): TemplateResult {
    const say = speaker(this.language);
    return html`<div class="reasons" data-testid="reasons" @keydown=${this.#key}>
      <div id="ask">${say("reasonAsk")}</div>
      <div class="chips" role="group" aria-labelledby="ask">
        ${REASONS.map((reason) => this.#reason(reason))}
      </div>
      <div class="comment">
        <input
          type="text"
          data-testid="comment"
          aria-label=${say("comment")}
          placeholder=${say("comment")}
          maxlength=${COMMENT_LIMIT}
          autocomplete="off"
          dir="auto"
          enterkeyhint="done"
          .value=${this.comment}
          @input=${(event: Event) => (this.comment = (event.target as HTMLInputElement).value)}
        />
        <button type="button" class="done" data-testid="comment-send" @click=${this.#submit}>
          ${say("commentSend")}
        </button>
      </div>
    </div>`;
  }

  #reason(reason: Reason): TemplateResult {
    const pressed = this.rating?.reason === reason && this.#verdict === "down";
    return html`<button
      type="button"
      class="chip"
      data-testid="reason"
      data-reason=${reason}
      aria-pressed=${pressed ? "true" : "false"}
      @click=${() => this.#say({ verdict: "down", ...(pressed ? {} : { reason }) })}
    >
      ${speaker(this.language)(REASON_WORDS[reason])}
    </button>`;
  }

  #state(): string {
    const say = speaker(this.language);
    if (this.rating?.state === "refused") return say("ratedNot");
    return this.said && this.#verdict !== "none" && this.rating?.state === "stored" ? say("rated") : "";
  }

  get #verdict(): Opinion["verdict"] {
    return this.rating && this.rating.state !== "refused" ? this.rating.verdict : "none";
  }

  #press(verdict: "up" | "down"): void {
    const takenBack = this.#verdict === verdict;
    this.asking = verdict === "down" && !takenBack;
    this.#say({ verdict: takenBack ? "none" : verdict });
  }

  #submit(): void {
    const reason = this.rating?.reason;
    const comment = [...sendable(this.comment)].slice(0, COMMENT_LIMIT).join("");
    if (reason || comment)
      this.#say({ verdict: "down", ...(reason ? { reason } : {}), ...(comment ? { comment } : {}) });
    this.#putAway();
  }

  #key(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) this.#submit();
    else if (event.key === "Escape") this.#putAway();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #putAway(): void {
    this.asking = false;
    this.comment = "";
    this.renderRoot.querySelector<HTMLElement>("[data-testid=rate-down]")?.focus();
  }

  #say(opinion: Opinion): void {
    this.said = true;
    this.dispatchEvent(new CustomEvent("rate", { detail: opinion }));
  }
}

customElements.define("yq-rating", YqRating);
