/** Defines <yq-password>: a new password, where one has to be chosen or somebody wants another. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import { formStyles } from "./form.styles.ts";
import { trouble } from "./trouble.ts";

/** Says `done` once the password was changed. */
export class YqPassword extends LitElement {
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
    trouble: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare busy: boolean;
  declare trouble: string;

  constructor() {
    super();
    this.busy = false;
    this.trouble = "";
  }

  override render(): TemplateResult {
    const { say } = this;
    const field = (name: string, label: string, complete: string, hint = ""): TemplateResult => html`<label>
      ${label}
      <input name=${name} type="password" autocomplete=${complete} required maxlength="256" data-testid=${name} />
      ${hint ? html`<span class="hint">${hint}</span>` : nothing}
    </label>`;
    return html`<form @submit=${this.#submit} novalidate>
      <input class="hidden" tabindex="-1" aria-hidden="true" autocomplete="username" .value=${this.staff.me?.login ?? ""} />
      ${field("old", say("oldPassword"), "current-password")}
      ${field("new", say("newPassword"), "new-password", say("newPasswordHint"))}
      ${field("again", say("repeatPassword"), "new-password")}
      ${this.trouble ? html`<p class="trouble" role="alert" data-testid="trouble">${this.trouble}</p>` : nothing}
      <div class="row">
        <button class="primary" ?disabled=${this.busy} data-testid="save">${say("save")}</button>
      </div>
    </form>`;
  }

  readonly #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const [old, fresh, again] = ["old", "new", "again"].map((name) => String(form.get(name) ?? ""));
    if (this.busy || !old || !fresh) return;
    this.trouble = fresh === again ? "" : this.say("notTheSame");
    if (this.trouble) return;
    this.busy = true;
    try {
      await this.staff.changePassword(old, fresh);
      this.dispatchEvent(new CustomEvent("done"));
    } catch (error) {
      this.trouble = trouble(error, this.say);
    } finally {
      this.busy = false;
    }
  };
}

customElements.define("yq-password", YqPassword);
