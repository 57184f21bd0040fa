/** Defines <yq-totp>: turns on one-time codes; the password first, then the key, then its first code. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { ApiError } from "../staff/api.ts";
import type { NewTotp, Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import { formStyles } from "./form.styles.ts";
import { trouble } from "./trouble.ts";

/** Says `done` once a code of the new key was taken. */
export class YqTotp extends LitElement {
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
    made: { state: true },
    busy: { state: true },
    trouble: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare made: NewTotp | null;
  declare busy: boolean;
  declare trouble: string;

  constructor() {
    super();
    this.made = null;
    this.busy = false;
    this.trouble = "";
  }

  override render(): TemplateResult {
    return html`<form @submit=${this.#submit} novalidate>
      ${this.made ? this.#key(this.made) : this.#password()}
      ${this.trouble ? html`<p class="trouble" role="alert" data-testid="trouble">${this.trouble}</p>` : nothing}
      <div class="row">
        <button class="primary" ?disabled=${this.busy} data-testid="save">
          ${this.say(this.made ? "save" : "next")}
        </button>
      </div>
    </form>`;
  }

  #password(): TemplateResult {
    return html`<label>
      ${this.say("password")}
      <input name="password" type="password" autocomplete="current-password" required data-testid="password" />
    </label>`;
  }

  #key(made: NewTotp): TemplateResult {
    const { say } = this;
    return html`<p class="hint">${say("totpKey")}</p>
      <div class="key" data-testid="key">${made.secret.replace(/(.{4})(?=.)/g, "$1 ")}</div>
      <p><a href=${made.uri}>${say("totpOpen")}</a></p>
      <label>
        ${say("code")}
        <input class="code" name="code" autocomplete="one-time-code" inputmode="numeric" maxlength="6"
          required data-testid="code" />
      </label>`;
  }

  readonly #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const given = String(form.get(this.made ? "code" : "password") ?? "").trim();
    if (this.busy || !given) return;
    this.busy = true;
    this.trouble = "";
    try {
      if (this.made) {
        await this.staff.confirmTotp(given);
        this.dispatchEvent(new CustomEvent("done"));
      } else this.made = await this.staff.newTotp(given);
    } catch (error) {
      const wrongCode = error instanceof ApiError && error.code === "wrong_credentials" && this.made;
      this.trouble = wrongCode ? this.say("wrongCode") : trouble(error, this.say);
    } finally {
      this.busy = false;
    }
  };
}

customElements.define("yq-totp", YqTotp);
