/** Defines <yq-accounts>: the accounts within reach, found by name, state, branch and role. */

import { html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import "./account.ts";
import "./handed.ts";
import "./new-account.ts";
import { fault } from "./faults.ts";
import {
  type Account,
  type Branch,
  type Handed,
  inTree,
  nameIn,
  type Role,
  rolesOf,
  STATES,
} from "./model.ts";
import { PeoplePage } from "./page.ts";

/** So long after the last key a search begins. */
const PAUSE_MS = 250;

export class YqAccounts extends PeoplePage {
  static override properties = {
    ...PeoplePage.properties,
    found: { state: true },
    next: { state: true },
    open: { state: true },
    handed: { state: true },
  };

  declare found: readonly Account[];
  /** Where the next page begins; null behind the last. */
  declare next: string | null;
  /** The account in the sheet; "new" for one that is to be made. */
  declare open: Account | "new" | null;
  declare handed: (Handed & { readonly name: string }) | null;
  #branches: readonly Branch[] = [];
  #roles: readonly Role[] = [];
  readonly #wanted = new Map<string, string>();
  #pause = 0;
  #asked = 0;

  constructor() {
    super();
    this.found = [];
    this.next = null;
    this.open = null;
    this.handed = null;
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`${this.#bar()} ${this.told()}
      ${this.found.length ? this.#table() : this.nothingHere(say(this.#wanted.size ? "noMatch" : "noAccounts"))}
      ${
        this.next
          ? html`<button class="secondary more" data-testid="more" @click=${() => void this.#find(this.next)}>
            ${say("showMore")}
          </button>`
          : nothing
      }
      ${this.#sheet()}`;
  }

  protected override async load(): Promise<void> {
    const { api, staff } = this;
    const none = { branches: [], roles: [] };
    const [branches, roles] = await Promise.all([
      staff.may("branches.read") ? api.call<{ branches: Branch[] }>("GET", "/staff/branches") : none,
      staff.may("roles.read") ? api.call<{ roles: Role[] }>("GET", "/staff/roles") : none,
    ]);
    this.#branches = branches.branches;
    this.#roles = roles.roles;
    await this.#ask(null);
  }

  #bar(): TemplateResult {
    const { say, language } = this;
    const choose = (name: string) => (event: Event) =>
      this.#want(name, (event.target as HTMLSelectElement).value);
    return html`<div class="bar">
      <input
        type="search"
        maxlength="100"
        aria-label=${say("searchAccounts")}
        placeholder=${say("searchAccounts")}
        data-testid="search"
        @input=${this.#type}
      />
      <select aria-label=${say("accountState")} data-testid="filter-state" @change=${choose("state")}>
        <option value="">${say("anyState")}</option>
        <option value="active">${say("stateActive")}</option>
        <option value="disabled">${say("stateDisabled")}</option>
      </select>
      ${
        this.#branches.length > 1
          ? html`<select aria-label=${say("branch")} data-testid="filter-branch" @change=${choose("branch_id")}>
            <option value="">${say("anyBranch")}</option>
            ${inTree(this.#branches).map(
              ({ branch_id, depth, name }) =>
                html`<option value=${branch_id}>${"　".repeat(depth)}${name}</option>`,
            )}
          </select>`
          : nothing
      }
      ${
        this.#roles.length
          ? html`<select aria-label=${say("roles")} data-testid="filter-role" @change=${choose("role")}>
            <option value="">${say("anyRole")}</option>
            ${this.#roles.map((role) => html`<option value=${role.role}>${nameIn(role, language)}</option>`)}
          </select>`
          : nothing
      }
      ${
        this.staff.may("accounts.change")
          ? html`<button class="primary" data-testid="new-account" @click=${() => (this.open = "new")}>
            ${say("newAccount")}
          </button>`
          : nothing
      }
    </div>`;
  }

  #table(): TemplateResult {
    const { say } = this;
    return html`<table data-testid="accounts">
      <thead>
        <tr>
          <th scope="col">${say("name")}</th>
          <th scope="col" class="wide">${say("login")}</th>
          <th scope="col" class="wide">${say("branch")}</th>
          <th scope="col">${say("roles")}</th>
          <th scope="col">${say("accountState")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.found.map((each) => this.#row(each))}
      </tbody>
    </table>`;
  }

  #row(account: Account): TemplateResult {
    const { say, language } = this;
    return html`<tr data-testid="account">
      <td>
        <button class="open" data-login=${account.login} @click=${() => (this.open = account)}>${account.name}</button>
        <span class="narrow quiet">${account.login} · ${account.branch}</span>
      </td>
      <td class="wide">${account.login}</td>
      <td class="wide">${account.branch}</td>
      <td>${rolesOf(account, language, say) || html`<span class="quiet">${say("noRoles")}</span>`}</td>
      <td class=${account.state === "disabled" ? "off" : ""}>${say(STATES[account.state])}</td>
    </tr>`;
  }

  #sheet(): TemplateResult | typeof nothing {
    const { say, staff, language, open, handed } = this;
    if (handed)
      return html`<yq-sheet .heading=${say("handedTitle")} .language=${language} @gone=${() => (this.handed = null)}>
        <yq-handed .say=${say} .handed=${handed}></yq-handed>
      </yq-sheet>`;
    if (open === "new")
      return html`<yq-sheet .heading=${say("newAccount")} .language=${language} @gone=${() => (this.open = null)}>
        <yq-new-account
          .staff=${staff}
          .say=${say}
          .language=${language}
          .branches=${this.#branches}
          .roles=${this.#roles}
          @handed=${this.#hand}
        ></yq-new-account>
      </yq-sheet>`;
    if (open)
      return html`<yq-sheet .heading=${open.name} .language=${language} @gone=${() => (this.open = null)}>
        <yq-one-account
          .staff=${staff}
          .say=${say}
          .language=${language}
          .account=${open}
          .branches=${this.#branches}
          .roles=${this.#roles}
          @changed=${this.#changed}
          @handed=${this.#hand}
        ></yq-one-account>
      </yq-sheet>`;
    return nothing;
  }

  readonly #hand = (event: CustomEvent<Handed & { readonly name: string }>): void => {
    this.open = null;
    this.handed = event.detail;
    void this.reload();
  };

  readonly #changed = (event: CustomEvent<Account>): void => {
    const fresh = event.detail;
    this.found = this.found.map((each) => (each.account_id === fresh.account_id ? fresh : each));
    this.open = null;
    this.done = this.say("saved");
  };

  readonly #type = (event: Event): void => {
    if ((event as InputEvent).isComposing) return; // the input method is not done; it says so by another event
    const text = (event.target as HTMLInputElement).value.trim();
    window.clearTimeout(this.#pause);
    this.#pause = window.setTimeout(() => this.#want("text", text), PAUSE_MS);
  };

  #want(name: string, value: string): void {
    if (value) this.#wanted.set(name, value);
    else this.#wanted.delete(name);
    void this.#find(null);
  }

  async #find(after: string | null): Promise<void> {
    this.trouble = this.done = "";
    try {
      await this.#ask(after);
    } catch (error) {
      this.trouble = fault(error, this.say);
    }
  }

  /** The answer to an older question is dropped where a newer one was asked meanwhile. */
  async #ask(after: string | null): Promise<void> {
    const asked = ++this.#asked;
    const query = new URLSearchParams([
      ...this.#wanted,
      ...(after ? [["after", after] as [string, string]] : []),
    ]);
    const path = `/staff/accounts${query.size ? `?${query}` : ""}`;
    const answer = await this.api.call<{ accounts: Account[]; after: string | null }>("GET", path);
    if (asked !== this.#asked) return;
    this.found = after ? [...this.found, ...answer.accounts] : answer.accounts;
    this.next = answer.after;
  }
}

customElements.define("yq-accounts", YqAccounts);
