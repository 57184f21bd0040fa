/** Defines <yq-sign-in>: name and password, then the one-time code where one is wanted. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { ApiError } from "../staff/api.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import { formStyles } from "./form.styles.ts";
import { trouble } from "./trouble.ts";

export class YqSignIn extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      :host {
        display: block;
      }
    `,
  ];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    busy: { state: true },
    codeNeeded: { state: true },
    trouble: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare busy: boolean;
  declare codeNeeded: boolean;
  declare trouble: string;
  #login = "";
  #password = "";

  constructor() {
    super();
    this.busy = this.codeNeeded = false;
    this.trouble = "";
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<form @submit=${this.#submit} novalidate>
      ${this.codeNeeded ? this.#code() : this.#credentials()}
      ${this.trouble ? html`<p class="trouble" role="alert" data-testid="trouble">${this.trouble}</p>` : nothing}
      <div class="row">
        <button class="primary" ?disabled=${this.busy} data-testid="sign-in">
          ${this.busy ? say("signingIn") : say("signIn")}
        </button>
        ${
          this.codeNeeded
            ? html`<button type="button" class="secondary" @click=${this.#back}>${say("back")}</button>`
            : nothing
        }
      </div>
    </form>`;
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("codeNeeded")) this.renderRoot.querySelector("input")?.focus();
  }

  #credentials(): TemplateResult {
    const { say } = this;
    return html`<label>
        ${say("login")}
        <input name="login" autocomplete="username" autocapitalize="none" spellcheck="false" required
          maxlength="64" .value=${this.#login} data-testid="login" />
      </label>
      <label>
        ${say("password")}
        <input name="password" type="password" autocomplete="current-password" required maxlength="256"
          .value=${this.#password} data-testid="password" />
      </label>`;
  }

  #code(): TemplateResult {
    const { say } = this;
    return html`<label>
      ${say("code")}
      <input class="code" name="code" autocomplete="one-time-code" inputmode="numeric" maxlength="6" required
        data-testid="code" />
      <span class="hint">${say("codeHint")}</span>
    </label>`;
  }

  readonly #back = (): void => {
    this.codeNeeded = false;
    this.trouble = "";
  };

  readonly #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    if (!this.codeNeeded) {
      this.#login = String(form.get("login") ?? "").trim();
      this.#password = String(form.get("password") ?? "");
    }
    const code = String(form.get("code") ?? "").trim();
    if (this.busy || !this.#login || !this.#password || (this.codeNeeded && !code)) return;
    this.busy = true;
    this.trouble = "";
    try {
      await this.staff.signIn(this.#login, this.#password, code);
      this.#password = "";
    } catch (error) {
      this.#failed(error, code);
    } finally {
      this.busy = false;
    }
  };

  #failed(error: unknown, code: string): void {
    if (error instanceof ApiError && error.code === "code_needed") this.codeNeeded = true;
    else if (error instanceof ApiError && error.code === "wrong_credentials" && code)
      this.trouble = this.say("wrongCode");
    else this.trouble = trouble(error, this.say);
  }
}

customElements.define("yq-sign-in", YqSignIn);
