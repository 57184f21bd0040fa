/** Defines <yq-wrap-up>: how a conversation ended; the summary is written already and may be changed. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say } from "../words/index.ts";
import { dispositionName } from "./known.ts";

/** Says `complete` with `{disposition, summary}`. */
export class YqWrapUp extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      :host {
        display: block;
        padding: 12px 16px 16px;
        border-top: 1px solid var(--yq-line);
        background: var(--yq-surface);
      }
      textarea {
        font: inherit;
        font-weight: 400;
        color: inherit;
        min-height: 72px;
        padding: 8px 12px;
        border: 1px solid var(--yq-line-control);
        border-radius: var(--yq-radius-control);
        background: var(--yq-ground);
      }
      form {
        gap: 12px;
      }
    `,
  ];
  static override properties = {
    say: { attribute: false },
    summary: { attribute: false },
    dispositions: { attribute: false },
  };

  declare say: Say;
  declare summary: string;
  declare dispositions: readonly string[];

  override render(): TemplateResult {
    const { say } = this;
    return html`<form @submit=${this.#submit} data-testid="wrap-up">
      <label>
        ${say("disposition")}
        <select name="disposition" required data-testid="disposition">
          <option value="" disabled selected>${say("choose")}</option>
          ${this.dispositions.map(
            (code) => html`<option value=${code}>${dispositionName(code, say)}</option>`,
          )}
        </select>
      </label>
      <label>
        ${say("summary")}
        <textarea name="summary" maxlength="2000" .defaultValue=${this.summary}></textarea>
      </label>
      <div class="row"><button class="primary" data-testid="complete">${say("complete")}</button></div>
    </form>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const disposition = String(form.get("disposition") ?? "");
    if (!disposition) return;
    const detail = { disposition, summary: String(form.get("summary") ?? "").trim() };
    this.dispatchEvent(new CustomEvent("complete", { detail }));
  };
}

customElements.define("yq-wrap-up", YqWrapUp);
