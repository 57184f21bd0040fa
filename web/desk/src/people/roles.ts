/** Defines <yq-roles>: what each role gives, and how far. */

import { html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { nameIn, type Right, type Role, type Scope, SCOPES } from "./model.ts";
import { field, PeoplePage } from "./page.ts";

export class YqRoles extends PeoplePage {
  static override properties = {
    ...PeoplePage.properties,
    roles: { state: true },
    open: { state: true },
  };

  declare roles: readonly Role[];
  /** The role in the sheet; "new" for one that is to be made. */
  declare open: Role | "new" | null;
  #rights: readonly Right[] = [];

  constructor() {
    super();
    this.roles = [];
    this.open = null;
  }

  override render(): TemplateResult {
    const { say, language } = this;
    return html`<div class="bar">
        ${
          this.staff.may("roles.change")
            ? html`<button class="primary" data-testid="new-role" @click=${() => this.#show("new")}>
              ${say("newRole")}
            </button>`
            : nothing
        }
      </div>
      ${this.open ? nothing : this.told()} ${this.roles.length ? this.#table() : this.nothingHere(say("noRolesYet"))}
      ${
        this.open
          ? html`<yq-sheet
            .heading=${this.open === "new" ? say("newRole") : nameIn(this.open, language)}
            .language=${language}
            @gone=${() => this.#show(null)}
            >${this.#form(this.open === "new" ? null : this.open)}</yq-sheet
          >`
          : nothing
      }`;
  }

  protected override async load(): Promise<void> {
    const answer = await this.api.call<{ roles: Role[]; rights: Right[] }>("GET", "/staff/roles");
    this.#rights = answer.rights;
    this.roles = answer.roles;
  }

  #show(what: Role | "new" | null): void {
    this.trouble = this.done = "";
    this.open = what;
  }

  #table(): TemplateResult {
    const { say, language } = this;
    return html`<table data-testid="roles">
      <thead>
        <tr>
          <th scope="col">${say("name")}</th>
          <th scope="col">${say("rightsOf")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.roles.map(
          (role) =>
            html`<tr data-testid="role">
              <td>
                <button class="open" data-role=${role.role} @click=${() => this.#show(role)}>
                  ${nameIn(role, language)}
                </button>
              </td>
              <td>${say("rightCount", { count: Object.keys(role.rights).length })}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #form(role: Role | null): TemplateResult {
    const { say } = this;
    const changes = this.staff.may("roles.change");
    return html`<form @submit=${(event: SubmitEvent) => this.#save(event, role)} data-testid="role-form">
      <label>
        ${say("nameZh")}
        <input name="name_zh" required maxlength="100" ?readonly=${!changes} .defaultValue=${role?.name_zh ?? ""} />
      </label>
      <label>
        ${say("nameEn")}
        <input name="name_en" required maxlength="100" ?readonly=${!changes} .defaultValue=${role?.name_en ?? ""} />
      </label>
      <fieldset>
        <legend>${say("rightsOf")}</legend>
        ${this.#rights.map((right) => this.#right(right, role?.rights[right.name] ?? "", changes))}
      </fieldset>
      ${this.told()}
      ${
        changes
          ? html`<p class="hint">${say("rightsHint")}</p>
            <div class="row">
              <button class="primary" ?disabled=${this.busy} data-testid="save">${say("save")}</button>
            </div>`
          : nothing
      }
    </form>`;
  }

  #right(right: Right, scope: Scope | "", changes: boolean): TemplateResult {
    const { say, language } = this;
    return html`<label class="right">
      ${nameIn(right, language)}
      <select name="right:${right.name}" ?disabled=${!changes}>
        <option value="" ?selected=${scope === ""}>${say("scopeNone")}</option>
        ${SCOPES.map(
          ([each, word]) => html`<option value=${each} ?selected=${each === scope}>${say(word)}</option>`,
        )}
      </select>
    </label>`;
  }

  async #save(event: SubmitEvent, role: Role | null): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const rights = this.#rights
      .map(({ name }) => [name, field(form, `right:${name}`)] as const)
      .filter(([, scope]) => scope);
    const body = {
      name_zh: field(form, "name_zh"),
      name_en: field(form, "name_en"),
      rights: Object.fromEntries(rights),
    };
    const saved = await this.attempt(
      async () => {
        if (role) await this.api.call("PUT", `/staff/roles/${role.role}`, body);
        else await this.api.call("POST", "/staff/roles", body);
        await this.load();
      },
      { conflict: "faultLastHolder" },
    );
    if (!saved) return;
    this.#show(null);
    this.done = this.say("saved");
  }
}

customElements.define("yq-roles", YqRoles);
