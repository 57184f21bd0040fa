/** Defines <yq-teams>: who works together. */

import { html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { branchField, tickField } from "./fields.ts";
import type { Account, Branch, Team } from "./model.ts";
import { field, PeoplePage, ticked } from "./page.ts";

export class YqTeams extends PeoplePage {
  static override properties = {
    ...PeoplePage.properties,
    teams: { state: true },
    open: { state: true },
    accounts: { state: true },
    sought: { state: true },
  };

  declare teams: readonly Team[];
  /** The team in the sheet; "new" for one that is to be made. */
  declare open: Team | "new" | null;
  declare accounts: readonly Account[];
  declare sought: string;
  #branches: readonly Branch[] = [];

  constructor() {
    super();
    this.teams = this.accounts = [];
    this.open = null;
    this.sought = "";
  }

  override render(): TemplateResult {
    const { say, language } = this;
    return html`<div class="bar">
        ${
          this.staff.may("teams.change")
            ? html`<button class="primary" data-testid="new-team" @click=${() => this.#show("new")}>
              ${say("newTeam")}
            </button>`
            : nothing
        }
      </div>
      ${this.open ? nothing : this.told()} ${this.teams.length ? this.#table() : this.nothingHere(say("noTeams"))}
      ${
        this.open
          ? html`<yq-sheet
            .heading=${say(this.open === "new" ? "newTeam" : "changeTeam")}
            .language=${language}
            @gone=${() => this.#show(null)}
            >${this.#form(this.open === "new" ? null : this.open)}</yq-sheet
          >`
          : nothing
      }`;
  }

  protected override async load(): Promise<void> {
    const { api, staff } = this;
    const none = { branches: [] };
    const [teams, branches, accounts] = await Promise.all([
      api.call<{ teams: Team[] }>("GET", "/staff/teams"),
      staff.may("branches.read") ? api.call<{ branches: Branch[] }>("GET", "/staff/branches") : none,
      staff.may("teams.change") && staff.may("accounts.read") ? this.#everybody() : [],
    ]);
    this.#branches = branches.branches;
    this.accounts = accounts;
    this.teams = teams.teams;
  }

  /** The active accounts within reach, page after page. */
  async #everybody(): Promise<Account[]> {
    const found: Account[] = [];
    let after: string | null = "";
    while (after !== null) {
      const query = new URLSearchParams({ state: "active", after });
      const answer: { accounts: Account[]; after: string | null } = await this.api.call(
        "GET",
        `/staff/accounts?${query}`,
      );
      found.push(...answer.accounts);
      after = answer.after;
    }
    return found;
  }

  #show(what: Team | "new" | null): void {
    this.trouble = this.done = this.sought = "";
    this.open = what;
  }

  #table(): TemplateResult {
    const { say } = this;
    const names = new Map(this.#branches.map(({ branch_id, name }) => [branch_id, name]));
    return html`<table data-testid="teams">
      <thead>
        <tr>
          <th scope="col">${say("teamName")}</th>
          <th scope="col">${say("branch")}</th>
          <th scope="col">${say("members")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.teams.map(
          (team) =>
            html`<tr data-testid="team">
              <td>
                ${
                  this.staff.may("teams.change")
                    ? html`<button class="open" data-team=${team.team_id} @click=${() => this.#show(team)}>
                      ${team.name}
                    </button>`
                    : team.name
                }
              </td>
              <td>${names.get(team.branch_id) ?? ""}</td>
              <td>${say("memberCount", { count: team.members.length })}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #form(team: Team | null): TemplateResult {
    const { say } = this;
    const branch = team?.branch_id ?? this.staff.me?.branch_id ?? "";
    return html`<form @submit=${(event: SubmitEvent) => this.#save(event, team)} data-testid="team-form">
      <label>
        ${say("teamName")}<input name="name" required maxlength="100" .defaultValue=${team?.name ?? ""} />
      </label>
      ${branchField("branch_id", say("branch"), this.#branches, branch, say)}
      ${team && this.accounts.length ? this.#members(team) : nothing}
      ${team ? html`<p class="hint">${say("signedOutHint")}</p>` : nothing} ${this.told()}
      <div class="row"><button class="primary" ?disabled=${this.busy} data-testid="save">${say("save")}</button></div>
    </form>`;
  }

  /** Whom the search hides stays ticked: rows are hidden, and not taken away. */
  #members(team: Team): TemplateResult {
    const { say } = this;
    const shown = new Set(this.accounts.map(({ account_id }) => account_id));
    const hidden = team.members.filter((id) => !shown.has(id)).length;
    const ticks = this.accounts.map((account) => ({
      value: account.account_id,
      label: `${account.name} · ${account.login}`,
      on: team.members.includes(account.account_id),
      hide: !`${account.name} ${account.login}`.includes(this.sought),
    }));
    return html`<input
        type="search"
        aria-label=${say("searchMembers")}
        placeholder=${say("searchMembers")}
        @input=${(event: Event) => (this.sought = (event.target as HTMLInputElement).value.trim())}
      />
      ${tickField("members", say("members"), ticks)}
      ${hidden ? html`<p class="quiet">${say("hiddenMembers", { count: hidden })}</p>` : nothing}`;
  }

  async #save(event: SubmitEvent, team: Team | null): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const body = { name: field(form, "name"), branch_id: field(form, "branch_id") };
    const saved = await this.attempt(async () => {
      if (team) await this.#change(team, body, ticked(form, "members"));
      else await this.api.call("POST", "/staff/teams", body);
      await this.load();
    });
    if (!saved) return;
    this.#show(null);
    this.done = this.say("saved");
  }

  async #change(team: Team, body: { name: string; branch_id: string }, members: string[]): Promise<void> {
    const path = `/staff/teams/${team.team_id}`;
    if (body.name !== team.name || body.branch_id !== team.branch_id)
      await this.api.call("PATCH", path, body);
    if (this.accounts.length) await this.api.call("PUT", `${path}/members`, { account_ids: members });
  }
}

customElements.define("yq-teams", YqTeams);
