/** Defines <yq-end>: a conversation is ended at once, for a reason that the staff keeps. */

import { html, LitElement, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say, Word } from "../words/index.ts";

/** Why it is ended. */
export interface Ended {
  readonly cause: string;
  readonly note: string;
  /** By which the hub knows what is sent again. */
  readonly wish: string;
}

/** The causes, and what the customer is told. */
const CAUSES: readonly (readonly [string, Word, Word])[] = [
  ["abuse", "svAbuse", "svAbuseTold"],
  ["fraud", "svFraud", "svFraudTold"],
  ["safety", "svSafety", "svSafetyTold"],
  ["fault", "svFault", "svFaultTold"],
  ["test", "svTest", "svAbuseTold"],
];

/** Says `ended`, or `gone`. */
export class YqEnd extends LitElement {
  static override styles = [base, formStyles];
  static override properties = {
    say: { attribute: false },
    language: { attribute: false },
    cause: { state: true },
  };

  declare say: Say;
  declare language: Language;
  declare cause: string;
  readonly #wish = crypto.randomUUID();

  constructor() {
    super();
    this.cause = "abuse";
  }

  override render(): TemplateResult {
    const { say } = this;
    const told = CAUSES.find(([name]) => name === this.cause)?.[2] ?? "svAbuseTold";
    return html`<yq-sheet
      .heading=${say("svEnd")}
      .language=${this.language}
      @gone=${() => this.dispatchEvent(new CustomEvent("gone"))}
    >
      <form data-testid="end-form" @submit=${this.#submit}>
        <label>
          ${say("svCause")}
          <select
            name="cause"
            data-testid="end-cause"
            @change=${(event: Event) => (this.cause = (event.target as HTMLSelectElement).value)}
          >
            ${CAUSES.map(([value, word]) => html`<option value=${value} ?selected=${value === this.cause}>${say(word)}</option>`)}
          </select>
          <span class="hint" role="status">${say("svTold", { what: say(told) })}</span>
        </label>
        <label>
          ${say("svEndNote")}
          <input name="note" required maxlength="2000" autocomplete="off" data-testid="end-note" />
        </label>
        <div class="row"><button class="primary" data-testid="end-do">${say("svEndDo")}</button></div>
      </form>
    </yq-sheet>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const note = String(new FormData(event.target as HTMLFormElement).get("note") ?? "").trim();
    if (!note) return;
    const detail: Ended = { cause: this.cause, note, wish: this.#wish };
    this.dispatchEvent(new CustomEvent("ended", { detail }));
  };
}

customElements.define("yq-end", YqEnd);
