/** Defines <yq-card>: at the identity step the customer takes a picture of their card, and reads what came of it. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { type Sent, sendCard } from "./card-picture.ts";
import { type Say, speaker, type Word } from "./words/index.ts";

/** What to do where the picture was sent and says nothing, or not all. */
const TROUBLES: Readonly<Record<string, Word>> = {
  no_card: "cardNone",
  back: "cardBack",
  blurred: "cardBlurred",
  number_unseen: "cardUnseen",
  check_digit: "cardUnsure",
  no_name: "cardUnsure",
};

/** Why it was not sent. */
const REFUSED: Readonly<Record<string, Word>> = {
  no_picture: "cardNoPicture",
  media_broken: "cardNoPicture",
  media_type: "cardNoPicture",
  too_many: "cardTooMany",
  conflict: "cardOver",
};

export class YqCard extends LitElement {
  static override styles = [
    base,
    css`
      button {
        min-height: var(--yq-target);
        padding: 0 20px;
        border-radius: var(--yq-radius-control);
        background: var(--yq-brand);
        color: #ffffff;
        font-weight: 500;
      }
      button[disabled] {
        opacity: 0.6;
      }
      p {
        margin: 6px 0;
      }
      .quiet {
        color: var(--yq-quiet);
        font-size: 0.85em;
      }
      .trouble {
        padding: 8px 12px;
        border-radius: var(--yq-radius-control);
        background: var(--yq-attention-ground);
        color: var(--yq-attention);
      }
    `,
  ];
  static override properties = {
    language: { attribute: false },
    seat: { attribute: false },
    busy: { state: true },
    sent: { state: true },
  };

  declare language: Language;
  /** Gives the seat of the call, by which the hub knows whose picture it is. */
  declare seat: () => string;
  declare busy: boolean;
  declare sent: Sent | null;

  constructor() {
    super();
    this.language = "zh";
    this.seat = () => "";
    this.busy = false;
    this.sent = null;
  }

  override render(): TemplateResult {
    const say = speaker(this.language);
    return html`<p class="quiet">${say("cardHow")}</p>
      <button data-testid="card-take" ?disabled=${this.busy} aria-busy=${this.busy} @click=${this.#open}>
        ${say(this.sent ? "cardAgain" : "cardTake")}
      </button>
      <input
        hidden
        type="file"
        accept="image/*"
        capture="environment"
        data-testid="card-file"
        @change=${(event: Event) => void this.#take(event)}
      />
      <div aria-live="polite" data-testid="card-told">${this.#told(say)}</div>`;
  }

  #told(say: Say): TemplateResult | typeof nothing {
    const { busy, sent } = this;
    if (busy) return html`<p>${say("cardSending")}</p>`;
    if (!sent) return nothing;
    if (!sent.sent) return html`<p class="trouble">${say(REFUSED[sent.code] ?? "cardNotSent")}</p>`;
    const trouble = TROUBLES[sent.trouble];
    return trouble ? html`<p class="trouble">${say(trouble)}</p>` : html`<p>${say("cardSent")}</p>`;
  }

  readonly #open = (): void => {
    this.renderRoot.querySelector("input")?.click();
  };

  async #take(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = ""; // the same picture may be chosen again
    if (!file) return;
    this.busy = true;
    this.sent = await sendCard(file, this.seat());
    this.busy = false;
  }
}

customElements.define("yq-card", YqCard);
