/** Defines <yq-new-account>: the form for an account that is to be made. */

import { html, type TemplateResult } from "lit";
import { branchField, tickField } from "./fields.ts";
import { type Branch, type Handed, nameIn, type Role } from "./model.ts";
import { field, PeoplePage, ticked } from "./page.ts";

/** Says `handed` with login, name and the password that is shown once. */
export class YqNewAccount extends PeoplePage {
  static override properties = {
    ...PeoplePage.properties,
    branches: { attribute: false },
    roles: { attribute: false },
  };

  declare branches: readonly Branch[];
  declare roles: readonly Role[];

  override render(): TemplateResult {
    const { say, language } = this;
    const own = this.staff.me?.branch_id ?? "";
    return html`<form @submit=${this.#submit} data-testid="new-account-form">
      <label>${say("name")}<input name="name" required maxlength="100" autocomplete="off" /></label>
      <label>
        ${say("login")}
        <input
          name="login"
          required
          minlength="2"
          maxlength="64"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
        />
        <span class="hint">${say("loginHint")}</span>
      </label>
      <label>
        ${say("email")}<input name="email" type="email" maxlength="254" autocomplete="off" />
        <span class="hint">${say("emailHint")}</span>
      </label>
      ${branchField("branch_id", say("branch"), this.branches, own, say)}
      ${tickField(
        "roles",
        say("roles"),
        this.roles.map((role) => ({ value: role.role, label: nameIn(role, language), on: false })),
      )}
      ${this.told()}
      <div class="row">
        <button class="primary" ?disabled=${this.busy} data-testid="create">${say("create")}</button>
      </div>
    </form>`;
  }

  protected override async load(): Promise<void> {
    return; // everything it shows was loaded before it opened
  }

  readonly #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const name = field(form, "name");
    const body = {
      login: field(form, "login"),
      name,
      branch_id: field(form, "branch_id"),
      email: field(form, "email"),
      roles: ticked(form, "roles"),
    };
    const words = { conflict: "faultLoginTaken", bad_input: "faultLogin" } as const;
    await this.attempt(async () => {
      const handed = await this.api.call<Handed>("POST", "/staff/accounts", body);
      this.dispatchEvent(new CustomEvent("handed", { detail: { ...handed, name } }));
    }, words);
  };
}

customElements.define("yq-new-account", YqNewAccount);
