/** Defines <yq-agree>: a time at which somebody calls the customer, or writes to them here. */

import { html, LitElement, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say } from "../words/index.ts";

const MINUTE_MS = 60_000;

/** What was agreed. */
export interface Agreed {
  /** An ISO time. */
  readonly at: string;
  readonly by: "phone" | "here";
  readonly note: string;
}

/** Says `agree` with what was agreed, or `gone`. */
export class YqAgree extends LitElement {
  static override styles = [base, formStyles];
  static override properties = { say: { attribute: false }, language: { attribute: false } };

  declare say: Say;
  declare language: Language;

  override render(): TemplateResult {
    const { say } = this;
    return html`<yq-sheet
      .heading=${say("agree")}
      .language=${this.language}
      @gone=${() => this.dispatchEvent(new CustomEvent("gone"))}
    >
      <form data-testid="agree-form" @submit=${this.#submit}>
        <label>
          ${say("agreeAt")}
          <input type="datetime-local" name="at" required min=${localMinute(Date.now())} data-testid="agree-at" />
        </label>
        <label>
          ${say("agreeBy")}
          <select name="by" data-testid="agree-by">
            <option value="phone">${say("byPhone")}</option>
            <option value="here">${say("byHere")}</option>
          </select>
        </label>
        <p class="hint">${say("agreeHint")}</p>
        <label>${say("agreeNote")}<input name="note" maxlength="1000" data-testid="agree-note" /></label>
        <div class="row"><button class="primary" data-testid="agree-do">${say("agree")}</button></div>
      </form>
    </yq-sheet>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const at = new Date(String(form.get("at") ?? ""));
    if (Number.isNaN(at.getTime())) return;
    const by = form.get("by") === "here" ? "here" : "phone";
    const note = String(form.get("note") ?? "").trim();
    const detail: Agreed = { at: at.toISOString(), by, note };
    this.dispatchEvent(new CustomEvent<Agreed>("agree", { detail }));
  };
}

/** A time as the field for it wants it, on this machine's clock. */
export function localMinute(now: number): string {
  const shifted = now - new Date(now).getTimezoneOffset() * MINUTE_MS;
  return new Date(shifted).toISOString().slice(0, 16);
}

customElements.define("yq-agree", YqAgree);
