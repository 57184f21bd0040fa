/** Defines <yq-bank>: what the bank knows of the customer, asked for by a button, as each look is written down. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { formStyles } from "../shell/form.styles.ts";
import { ApiError } from "../staff/api.ts";
import type { Staff } from "../staff/me.ts";
import type { Say, Word } from "../words/index.ts";

interface Thing {
  readonly name: string;
  readonly told: string;
}

interface Shown {
  readonly available: boolean;
  readonly known: boolean;
  readonly name: string;
  readonly segment: string;
  readonly tier: string;
  readonly risk: string;
  readonly manager: string;
  readonly holdings: readonly Thing[];
  readonly cards: readonly Thing[];
  readonly accounts: readonly Thing[];
  readonly requests: readonly Thing[];
}

export class YqBank extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      h3 {
        margin: 12px 0 4px;
        font-size: 12px;
        color: var(--yq-quiet);
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 2px 12px;
        margin: 8px 0 0;
      }
      dt {
        color: var(--yq-quiet);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 2px 12px;
        overflow-wrap: anywhere;
        font-variant-numeric: tabular-nums;
      }
      .quiet {
        color: var(--yq-quiet);
        font-size: var(--yq-small);
      }
      button {
        min-height: 32px;
      }
    `,
  ];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    task: { attribute: false },
    shown: { state: true },
    missing: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare task: string;
  declare shown: Shown | null;
  /** Why nothing is shown; empty where it is, or nobody asked. */
  declare missing: Word | "";

  constructor() {
    super();
    this.shown = null;
    this.missing = "";
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has("task")) return;
    this.shown = null;
    this.missing = "";
  }

  override render(): TemplateResult {
    const { say, shown } = this;
    if (!shown)
      return html`<button class="secondary" data-testid="bank" @click=${() => void this.#ask()}>
          ${say("bankShow")}
        </button>
        ${this.missing ? html`<p class="quiet" role="status">${say(this.missing)}</p>` : nothing}`;
    return html`<dl data-testid="bank-profile">
        ${this.#fact("name", shown.name)} ${this.#fact("factSegment", shown.segment)}
        ${this.#fact("factTier", shown.tier)} ${this.#fact("bankRisk", shown.risk)}
        ${this.#fact("bankManager", shown.manager)}
      </dl>
      ${this.#things("bankHoldings", shown.holdings)} ${this.#things("bankAccounts", shown.accounts)}
      ${this.#things("bankCards", shown.cards)} ${this.#things("bankRequests", shown.requests)}`;
  }

  #fact(word: Word, value: string): TemplateResult | typeof nothing {
    return value
      ? html`<dt>${this.say(word)}</dt>
          <dd>${value}</dd>`
      : nothing;
  }

  #things(word: Word, things: readonly Thing[]): TemplateResult | typeof nothing {
    if (!things.length) return nothing;
    return html`<h3>${this.say(word)}</h3>
      <ul>
        ${things.map(({ name, told }) => html`<li><span>${name}</span><span>${told}</span></li>`)}
      </ul>`;
  }

  async #ask(): Promise<void> {
    const { task } = this;
    this.missing = "";
    try {
      const told = await this.staff.api.call<Shown>("GET", `/staff/tasks/${task}/bank`);
      if (task !== this.task) return;
      if (told.known) this.shown = told;
      else this.missing = told.available ? "bankUnknown" : "bankAway";
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.missing = error.code === "not_found" ? "bankNone" : "bankAway";
    }
  }
}

customElements.define("yq-bank", YqBank);
