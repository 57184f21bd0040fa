/** Defines <yq-later>: words to the customer, and when they are sent. */

import { css, html, LitElement, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say, Word } from "../words/index.ts";
import { localMinute } from "./agree.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const LATEST_MS = 7 * DAY_MS;

/** What is usually chosen, as a time from now. */
const SOON: readonly (readonly [Word, (now: number) => number])[] = [
  ["laterHalfHour", (now) => now + 30 * MINUTE_MS],
  ["laterTwoHours", (now) => now + 120 * MINUTE_MS],
  ["laterTomorrow", (now) => new Date(now + DAY_MS).setHours(9, 0, 0, 0)],
];

/** What is to be sent, and when. */
export interface Planned {
  readonly text: string;
  /** An ISO time. */
  readonly at: string;
}

/** Says `plan` with the words and the time, or `gone`. */
export class YqLater extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      textarea {
        font: inherit;
        font-weight: 400;
        color: inherit;
        min-height: 96px;
        padding: 8px 12px;
        border: 1px solid var(--yq-line-control);
        border-radius: var(--yq-radius-control);
        background: var(--yq-ground);
      }
    `,
  ];
  static override properties = {
    say: { attribute: false },
    language: { attribute: false },
    text: { attribute: false },
    at: { attribute: false },
  };

  declare say: Say;
  declare language: Language;
  declare text: string;
  /** An ISO time; empty for none yet. */
  declare at: string;

  constructor() {
    super();
    this.text = this.at = "";
  }

  override render(): TemplateResult {
    const { say } = this;
    const now = Date.now();
    return html`<yq-sheet
      .heading=${say("later")}
      .language=${this.language}
      @gone=${() => this.dispatchEvent(new CustomEvent("gone"))}
    >
      <form data-testid="later-form" @submit=${this.#submit}>
        <label>
          ${say("laterText")}
          <textarea name="text" required maxlength="2000" data-testid="later-text" .defaultValue=${this.text}></textarea>
        </label>
        <div class="row" role="group" aria-label=${say("laterSoon")}>
          ${SOON.map(
            ([word, from]) => html`<button
              type="button"
              class="secondary"
              data-testid=${word}
              @click=${() => this.#set(from(Date.now()))}
            >
              ${say(word)}
            </button>`,
          )}
        </div>
        <label>
          ${say("agreeAt")}
          <input
            type="datetime-local"
            name="at"
            required
            min=${localMinute(now + MINUTE_MS)}
            max=${localMinute(now + LATEST_MS)}
            .defaultValue=${this.at ? localMinute(Date.parse(this.at)) : ""}
            data-testid="later-at"
          />
        </label>
        <p class="hint">${say("laterHint")}</p>
        <div class="row"><button class="primary" data-testid="later-do">${say("later")}</button></div>
      </form>
    </yq-sheet>`;
  }

  #set(at: number): void {
    const field = this.renderRoot.querySelector<HTMLInputElement>('input[name="at"]');
    if (field) field.value = localMinute(at);
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const at = new Date(String(form.get("at") ?? ""));
    const text = String(form.get("text") ?? "").trim();
    if (Number.isNaN(at.getTime()) || !text) return;
    this.dispatchEvent(new CustomEvent<Planned>("plan", { detail: { text, at: at.toISOString() } }));
  };
}

customElements.define("yq-later", YqLater);
