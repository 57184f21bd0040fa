/** Defines <yq-one-account>: an account with everything that somebody may change of it. */

import { html, nothing, type TemplateResult } from "lit";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import type { Word } from "../words/index.ts";
import "./wecom.ts";
import { branchField, tickField } from "./fields.ts";
import {
  type Account,
  type Branch,
  type Handed,
  nameIn,
  type Opened,
  type Role,
  rolesOf,
  STATES,
  type Team,
} from "./model.ts";
import { field, PeoplePage, ticked } from "./page.ts";

/** What is asked once more before it is done: its button, the button that means it, and what it means. */
type Act = "reset" | "end" | "disable";
const ACTS: Readonly<Record<Act, readonly [Word, Word, Word]>> = {
  reset: ["resetPassword", "resetReally", "resetWhy"],
  end: ["endSessions", "endReally", "endWhy"],
  disable: ["disable", "disableReally", "disableWhy"],
};

/** Says `changed` with the account as it is now, or `handed` with a password that is shown once. */
export class YqOneAccount extends PeoplePage {
  static override properties = {
    ...PeoplePage.properties,
    account: { attribute: false },
    branches: { attribute: false },
    roles: { attribute: false },
    meant: { state: true },
    teams: { state: true },
    opened: { state: true },
  };

  declare account: Account;
  declare branches: readonly Branch[];
  declare roles: readonly Role[];
  declare meant: Act | "";
  declare teams: readonly Team[];
  /** The account as it is now, with what a list does not show. */
  declare opened: Opened | null;

  constructor() {
    super();
    this.meant = "";
    this.teams = [];
    this.opened = null;
  }

  override render(): TemplateResult {
    const { say, staff } = this;
    const own = this.account.account_id === staff.me?.account_id;
    const changes = !own && staff.may("accounts.change");
    return html`${this.#facts()} ${own ? html`<p class="quiet">${say("ownAccount")}</p>` : nothing}
      ${!own && this.opened ? this.#form() : nothing} ${changes ? nothing : this.told()}
      ${
        changes
          ? html`<yq-account-wecom .staff=${staff} .say=${say} .language=${this.language} .account=${this.account}>
          </yq-account-wecom>`
          : nothing
      }
      ${changes ? this.#acts() : nothing}`;
  }

  protected override async load(): Promise<void> {
    this.opened = await this.api.call<Opened>("GET", this.#path);
    if (this.staff.may("teams.change"))
      this.teams = (await this.api.call<{ teams: Team[] }>("GET", "/staff/teams")).teams;
  }

  #facts(): TemplateResult {
    const { say, account, language } = this;
    return html`<dl>
      <dt>${say("login")}</dt>
      <dd>${account.login}</dd>
      <dt>${say("branch")}</dt>
      <dd>${account.branch}</dd>
      <dt>${say("roles")}</dt>
      <dd data-testid="held-roles">${rolesOf(account, language, say) || say("noRoles")}</dd>
      <dt>${say("accountState")}</dt>
      <dd>
        ${say(STATES[account.state])}${account.must_change ? html`<br />${say("passwordPending")}` : nothing}
      </dd>
      <dt>${say("secondFactor")}</dt>
      <dd>${say(account.has_totp ? "secondFactorOn" : "secondFactorOff")}</dd>
      <dt>${say("createdAt")}</dt>
      <dd>${fullMoment(Date.parse(account.created_at), language)}</dd>
    </dl>`;
  }

  /** The fields that somebody's rights open; nothing where there is none. */
  #form(): TemplateResult | typeof nothing {
    const { say, account, staff, language } = this;
    const changes = staff.may("accounts.change");
    const gives = staff.may("accounts.give_roles") && this.roles.length > 0;
    const teams = staff.may("teams.change");
    if (!changes && !gives && !teams) return nothing;
    return html`<form @submit=${this.#save} data-testid="account-form">
      ${
        changes
          ? html`<label>
                ${say("name")}<input name="name" required maxlength="100" .defaultValue=${account.name} />
              </label>
              <label>
                ${say("email")}
                <input
                  name="email"
                  type="email"
                  maxlength="254"
                  autocomplete="off"
                  .defaultValue=${this.opened?.email ?? ""}
                />
                <span class="hint">${say("emailHint")}</span>
              </label>
              ${branchField("branch_id", say("branch"), this.branches, account.branch_id, say)}`
          : nothing
      }
      ${
        gives
          ? tickField(
              "roles",
              say("roles"),
              this.roles.map((role) => ({
                value: role.role,
                label: nameIn(role, language),
                on: account.roles.includes(role.role),
              })),
            )
          : nothing
      }
      ${
        teams
          ? this.teams.length
            ? tickField(
                "teams",
                say("teams"),
                this.teams.map(({ team_id, name }) => ({
                  value: team_id,
                  label: name,
                  on: account.team_ids.includes(team_id),
                })),
              )
            : html`<p class="quiet">${say("noTeamsHere")}</p>`
          : nothing
      }
      <p class="hint">${say("signedOutHint")}</p>
      ${this.told()}
      <div class="row"><button class="primary" ?disabled=${this.busy} data-testid="save">${say("save")}</button></div>
    </form>`;
  }

  #acts(): TemplateResult {
    const { say, account } = this;
    return html`<div class="acts">
      ${this.#act("end", this.#end)} ${this.#act("reset", this.#reset)}
      ${
        account.state === "active"
          ? this.#act("disable", () => this.#setState("disabled"))
          : html`<div class="row">
            <button class="secondary" data-testid="enable" @click=${() => void this.#setState("active")}>
              ${say("enable")}
            </button>
          </div>`
      }
    </div>`;
  }

  #act(act: Act, really: () => void): TemplateResult {
    const { say } = this;
    const [word, sure, why] = ACTS[act];
    if (this.meant !== act)
      return html`<div class="row">
        <button class="secondary" data-testid=${act} @click=${() => (this.meant = act)}>${say(word)}</button>
      </div>`;
    return html`<div class="row">
      <p role="status">${say(why)}</p>
      <button class="secondary danger" data-testid="${act}-really" ?disabled=${this.busy} @click=${really}>
        ${say(sure)}
      </button>
    </div>`;
  }

  get #path(): string {
    return `/staff/accounts/${this.account.account_id}`;
  }

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    await this.attempt(async () => {
      await this.#saveFields(form);
      await this.#tellChanged();
    });
  };

  async #saveFields(form: FormData): Promise<void> {
    const { account, api, staff } = this;
    const before = { name: account.name, branch_id: account.branch_id, email: this.opened?.email ?? "" };
    const changed = Object.entries(before)
      .map(([name, value]) => [name, field(form, name), value] as const)
      .filter(([name, now, was]) => form.has(name) && now !== was)
      .map(([name, now]) => [name, now] as const);
    if (changed.length) await api.call("PATCH", this.#path, Object.fromEntries(changed));
    const roles = ticked(form, "roles");
    if (staff.may("accounts.give_roles") && this.roles.length && !same(roles, account.roles))
      await api.call("PUT", `${this.#path}/roles`, { roles });
    const teams = ticked(form, "teams");
    const held = account.team_ids.filter((id) => this.teams.some(({ team_id }) => team_id === id));
    if (this.teams.length && !same(teams, held))
      await api.call("PUT", `${this.#path}/teams`, { team_ids: teams });
  }

  readonly #end = async (): Promise<void> => {
    this.meant = "";
    if (await this.attempt(() => this.api.call("DELETE", `${this.#path}/sessions`)))
      this.done = this.say("signedOutDone");
  };

  readonly #reset = async (): Promise<void> => {
    this.meant = "";
    await this.attempt(async () => {
      const handed = await this.api.call<Handed>("POST", `${this.#path}/reset`);
      this.dispatchEvent(new CustomEvent("handed", { detail: { ...handed, name: this.account.name } }));
    });
  };

  readonly #setState = async (state: Account["state"]): Promise<void> => {
    this.meant = "";
    await this.attempt(async () => {
      await this.api.call("PATCH", this.#path, { state });
      await this.#tellChanged();
    });
  };

  async #tellChanged(): Promise<void> {
    const detail = await this.api.call<Account>("GET", this.#path);
    this.dispatchEvent(new CustomEvent<Account>("changed", { detail }));
  }
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each) => b.includes(each));
}

customElements.define("yq-one-account", YqOneAccount);
