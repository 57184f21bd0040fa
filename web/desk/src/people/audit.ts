/** Defines <yq-audit>: who did what, when, to what, and whether the chain of entries is whole. */

import { html, nothing, type TemplateResult } from "lit";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { actionName, ACTIONS, resultName } from "./actions.ts";
import type { Entry } from "./model.ts";
import { field, PeoplePage } from "./page.ts";

/** `GET /staff/audit/chain`. */
interface Chain {
  readonly entries: number;
  readonly checked_from: number;
  readonly holds: boolean;
  readonly broken_at: number | null;
}

export class YqAudit extends PeoplePage {
  static override properties = {
    ...PeoplePage.properties,
    entries: { state: true },
    older: { state: true },
    chain: { state: true },
  };

  declare entries: readonly Entry[];
  /** Where the next page begins; null behind the last. */
  declare older: number | null;
  declare chain: Chain | null;
  #wanted = new URLSearchParams();

  constructor() {
    super();
    this.entries = [];
    this.older = null;
    this.chain = null;
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`${this.#filters()} ${this.#state()} ${this.told()}
      ${this.entries.length ? this.#table() : this.nothingHere(say("noEntries"))}
      ${
        this.older
          ? html`<button class="secondary more" data-testid="more" @click=${this.#more}>${say("showMore")}</button>`
          : nothing
      }`;
  }

  protected override async load(): Promise<void> {
    await this.#ask(null);
  }

  #filters(): TemplateResult {
    const { say } = this;
    return html`<form class="bar" @submit=${this.#search} data-testid="audit-form">
      <label>${say("login")}<input name="login" maxlength="64" autocapitalize="none" spellcheck="false" /></label>
      <label>
        ${say("action")}
        <select name="action">
          <option value="">${say("anyAction")}</option>
          ${Object.keys(ACTIONS).map((action) => html`<option value=${action}>${actionName(action, say)}</option>`)}
        </select>
      </label>
      <label>
        ${say("result")}
        <select name="result">
          <option value="">${say("anyResult")}</option>
          <option value="done">${say("resultDone")}</option>
          <option value="refused">${say("resultRefused")}</option>
        </select>
      </label>
      <label>${say("since")}<input name="since" type="date" /></label>
      <label>${say("until")}<input name="until" type="date" /></label>
      <button class="primary" ?disabled=${this.busy} data-testid="search">${say("search")}</button>
      <button type="button" class="secondary" ?disabled=${this.busy} data-testid="check-chain" @click=${this.#check}>
        ${say("checkChain")}
      </button>
    </form>`;
  }

  #state(): TemplateResult | typeof nothing {
    const { say, chain } = this;
    if (!chain) return nothing;
    return chain.holds
      ? html`<p class="done" role="status" data-testid="chain">
        ${say("chainHolds", { count: chain.entries, from: chain.checked_from })}
      </p>`
      : html`<p class="trouble" role="alert" data-testid="chain">
        ${say("chainBroken", { seq: chain.broken_at ?? "" })}
      </p>`;
  }

  #table(): TemplateResult {
    const { say } = this;
    return html`<table data-testid="entries">
      <thead>
        <tr>
          <th scope="col" class="wide">#</th>
          <th scope="col">${say("when")}</th>
          <th scope="col">${say("who")}</th>
          <th scope="col">${say("action")}</th>
          <th scope="col" class="wide">${say("object")}</th>
          <th scope="col">${say("result")}</th>
          <th scope="col" class="wide">${say("address")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.entries.map((entry) => this.#row(entry))}
      </tbody>
    </table>`;
  }

  #row(entry: Entry): TemplateResult {
    const { say, language } = this;
    const actors = { house: say("house"), terminal: say("terminal") } as Record<string, string>;
    return html`<tr data-testid="entry" data-seq=${entry.seq}>
      <td class="wide">${entry.seq}</td>
      <td><time datetime=${entry.at}>${fullMoment(Date.parse(entry.at), language)}</time></td>
      <td>${entry.login ?? actors[entry.actor] ?? entry.actor}</td>
      <td>${actionName(entry.action, say)}</td>
      <td class="wide">${entry.object_kind} ${entry.about}</td>
      <td class=${entry.result === "refused" ? "off" : ""}>${resultName(entry.result, say)}</td>
      <td class="wide">${entry.address}</td>
    </tr>`;
  }

  readonly #search = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const given = ["login", "action", "result"].map((name) => [name, field(form, name)] as const);
    const days = [
      ["since", dayBegins(field(form, "since"), 0)],
      ["until", dayBegins(field(form, "until"), 1)],
    ] as const;
    this.#wanted = new URLSearchParams(
      [...given, ...days].filter(([, value]) => value).map((each) => [...each]),
    );
    await this.attempt(() => this.#ask(null));
  };

  readonly #more = async (): Promise<void> => {
    await this.attempt(() => this.#ask(this.older));
  };

  readonly #check = async (): Promise<void> => {
    this.chain = null;
    await this.attempt(async () => {
      this.chain = await this.api.call<Chain>("GET", "/staff/audit/chain");
    });
  };

  async #ask(before: number | null): Promise<void> {
    const query = new URLSearchParams(this.#wanted);
    if (before) query.set("before", String(before));
    const path = `/staff/audit${query.size ? `?${query}` : ""}`;
    const answer = await this.api.call<{ entries: Entry[]; before: number | null }>("GET", path);
    this.entries = before ? [...this.entries, ...answer.entries] : answer.entries;
    this.older = answer.before;
  }
}

/** When a day begins where the reader is, `later` days on; empty for no day. */
function dayBegins(day: string, later: number): string {
  const [year, month, date] = day.split("-").map(Number);
  if (!year || !month || !date) return "";
  return new Date(year, month - 1, date + later).toISOString();
}

customElements.define("yq-audit", YqAudit);
