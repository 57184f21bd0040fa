/** Defines <yq-choose>: a sheet with one button for each of a few choices. */

import { html, LitElement, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say, Word } from "../words/index.ts";

/** What a sheet asks: its heading, what its buttons' test ids begin with, and codes with their words. */
export interface Question {
  readonly heading: Word;
  readonly id: string;
  readonly choices: readonly (readonly [string, Word])[];
}

/** Why an offer is not taken. */
export const DECLINE: Question = {
  heading: "declineWhy",
  id: "reason",
  choices: [
    ["busy", "declineBusy"],
    ["not_my_field", "declineField"],
    ["conflict_of_interest", "declineInterest"],
    ["technical", "declineTechnical"],
  ],
};

/** Seconds after which the agent is reminded of a conversation that is held; 0: when the customer speaks. */
export const HOLD: Question = {
  heading: "holdWhy",
  id: "hold",
  choices: [
    ["0", "holdUntilSpoken"],
    ["300", "holdFive"],
    ["1800", "holdThirty"],
    ["7200", "holdTwoHours"],
  ],
};

/** Says `chosen` with a code, or `gone`. */
export class YqChoose extends LitElement {
  static override styles = [base, formStyles];
  static override properties = {
    say: { attribute: false },
    language: { attribute: false },
    question: { attribute: false },
  };

  declare say: Say;
  declare language: Language;
  declare question: Question;

  override render(): TemplateResult {
    return html`<yq-sheet
      .heading=${this.say(this.question.heading)}
      .language=${this.language}
      @gone=${() => this.dispatchEvent(new CustomEvent("gone"))}
    >
      <div class="row">
        ${this.question.choices.map(
          ([code, word]) =>
            html`<button
              class="secondary"
              data-testid="${this.question.id}-${code}"
              @click=${() => this.dispatchEvent(new CustomEvent("chosen", { detail: code }))}
            >
              ${this.say(word)}
            </button>`,
        )}
      </div>
    </yq-sheet>`;
  }
}

customElements.define("yq-choose", YqChoose);
