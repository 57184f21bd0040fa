/** Defines <yq-decline>: why an offer is not taken. */

import { html, LitElement, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say, Word } from "../words/index.ts";

const REASONS: readonly (readonly [string, Word])[] = [
  ["busy", "declineBusy"],
  ["not_my_field", "declineField"],
  ["conflict_of_interest", "declineInterest"],
  ["technical", "declineTechnical"],
];

/** Says `reason` with its code, or `gone`. */
export class YqDecline extends LitElement {
  static override styles = [base, formStyles];
  static override properties = { say: { attribute: false }, language: { attribute: false } };

  declare say: Say;
  declare language: Language;

  override render(): TemplateResult {
    return html`<yq-sheet
      .heading=${this.say("declineWhy")}
      .language=${this.language}
      @gone=${() => this.dispatchEvent(new CustomEvent("gone"))}
    >
      <div class="row">
        ${REASONS.map(
          ([code, word]) =>
            html`<button
              class="secondary"
              data-testid="reason-${code}"
              @click=${() => this.dispatchEvent(new CustomEvent("reason", { detail: code }))}
            >
              ${this.say(word)}
            </button>`,
        )}
      </div>
    </yq-sheet>`;
  }
}

customElements.define("yq-decline", YqDecline);
