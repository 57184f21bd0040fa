/** Defines <yq-account>: one's own account: who one is, language, password, one-time codes, signing out. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import { formStyles } from "./form.styles.ts";

/** Says `language` with the chosen one, and `sign-out`. */
export class YqAccount extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      :host {
        display: block;
        max-width: 520px;
        padding: 24px;
      }
      h1 {
        margin: 0 0 16px;
        font-size: 20px;
      }
      h2 {
        margin: 32px 0 12px;
        font-size: 16px;
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 8px 24px;
        margin: 0;
      }
      dt {
        color: var(--yq-quiet);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      .done {
        color: var(--yq-quiet);
      }
    `,
  ];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    open: { state: true },
    done: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare open: "" | "password" | "totp";
  declare done: boolean;

  constructor() {
    super();
    this.open = "";
    this.done = false;
  }

  override render(): TemplateResult {
    const { say } = this;
    const me = this.staff.me;
    if (!me) return html``;
    return html`<h1>${say("you")}</h1>
      <dl>
        <dt>${say("name")}</dt>
        <dd data-testid="name">${me.name}</dd>
        <dt>${say("login")}</dt>
        <dd>${me.login}</dd>
        <dt>${say("branch")}</dt>
        <dd>${me.branch}</dd>
        <dt>${say("roles")}</dt>
        <dd data-testid="roles">
          ${me.roles.map((role) => me.role_names[role]?.[this.language] ?? role).join(say("comma"))}
        </dd>
      </dl>
      <h2>${say("language")}</h2>
      <select aria-label=${say("language")} @change=${this.#chooseLanguage} data-testid="language">
        <option value="zh" lang="zh-CN" ?selected=${this.language === "zh"}>中文</option>
        <option value="en" lang="en" ?selected=${this.language === "en"}>English</option>
      </select>
      <h2>${say("safety")}</h2>
      ${this.done ? html`<p class="done" role="status">${say("saved")}</p>` : nothing} ${this.#safety()}
      <h2>${say("session")}</h2>
      <button class="secondary" data-testid="sign-out" @click=${() => this.dispatchEvent(new Event("sign-out", { bubbles: true, composed: true }))}>
        ${say("signOut")}
      </button>`;
  }

  #safety(): TemplateResult {
    const { say, staff } = this;
    if (this.open === "password")
      return html`<yq-password .staff=${staff} .say=${say} @done=${this.#done}></yq-password>`;
    if (this.open === "totp")
      return html`<yq-totp .staff=${staff} .say=${say} @done=${this.#done}></yq-totp>`;
    return html`<div class="row">
      <button class="secondary" data-testid="change-password" @click=${() => this.#open("password")}>
        ${say("changePassword")}
      </button>
      ${
        staff.me?.has_totp
          ? html`<p class="done">${say("totpOn")}</p>`
          : html`<button class="secondary" data-testid="set-up-totp" @click=${() => this.#open("totp")}>
            ${say("setUpTotp")}
          </button>`
      }
    </div>`;
  }

  #open(what: "password" | "totp"): void {
    this.open = what;
    this.done = false;
  }

  readonly #done = (): void => {
    this.open = "";
    this.done = true;
  };

  readonly #chooseLanguage = (event: Event): void => {
    const detail = (event.target as HTMLSelectElement).value as Language;
    this.dispatchEvent(new CustomEvent<Language>("language", { detail, bubbles: true, composed: true }));
  };
}

customElements.define("yq-account", YqAccount);
