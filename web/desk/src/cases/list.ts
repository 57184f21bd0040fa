/** Defines <yq-case-list>: the cases within reach; what is overdue leads. */

import { html, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { drawChannel } from "../conversations/channel.ts";
import { PeoplePage } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Word } from "../words/index.ts";
import { caseStyles } from "./cases.styles.ts";
import { drawDeadline, drawState } from "./chips.ts";
import type { Case, Cases } from "./model.ts";

/** Which cases are shown. */
export type Which = "running" | "mine" | "closed";

const EMPTY: Readonly<Record<Which, Word>> = {
  running: "noCases",
  mine: "noCasesOfMine",
  closed: "noCasesClosed",
};

export class YqCaseList extends PeoplePage {
  static override styles = [base, formStyles, peopleStyles, caseStyles];
  static override properties = {
    ...PeoplePage.properties,
    which: { attribute: false },
    found: { state: true },
  };

  declare which: Which;
  declare found: Cases;

  constructor() {
    super();
    this.which = "running";
    this.found = { cases: [], more: false };
  }

  override render(): TemplateResult {
    const { say, found } = this;
    const overdue = found.cases.filter((each) => each.is_overdue).length;
    return html`<div class="bar">
        <button class="secondary" data-testid="refresh" ?disabled=${this.busy} @click=${this.reload}>
          ${say("refresh")}
        </button>
      </div>
      ${this.told()}
      ${
        overdue
          ? html`<p class="chips"><span class="chip late" data-testid="overdue">${say("casesOverdue", { count: overdue })}</span></p>`
          : nothing
      }
      ${found.cases.length ? this.#table() : this.nothingHere(say(EMPTY[this.which]))}
      ${found.more ? html`<p class="quiet">${say("casesMore", { count: found.cases.length })}</p>` : nothing}`;
  }

  protected override async load(): Promise<void> {
    const query = this.which === "closed" ? "?closed=true" : "";
    const found = await this.api.call<Cases>("GET", `/staff/cases${query}`);
    const me = this.staff.me?.account_id;
    this.found =
      this.which === "mine" ? { ...found, cases: found.cases.filter((each) => each.owner_id === me) } : found;
  }

  #table(): TemplateResult {
    const { say } = this;
    const now = Date.now();
    return html`<table data-testid="cases">
      <thead>
        <tr>
          <th scope="col">${say("caseNumber")}</th>
          <th scope="col">${say("caseState")}</th>
          <th scope="col" class="wide">${say("caseOwner")}</th>
          <th scope="col" class="wide">${say("branch")}</th>
          <th scope="col" class="wide">${say("channel")}</th>
          <th scope="col">${say("caseDeadline")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.found.cases.map((each) => this.#row(each, now))}
      </tbody>
    </table>`;
  }

  #row(one: Case, now: number): TemplateResult {
    const { say, language } = this;
    const owner = one.owner || say("caseNobody");
    return html`<tr data-testid="case">
      <td>
        <a class="open" href="#cases/${one.number}">${one.number}</a>
        <span class="narrow quiet">${owner} · ${one.branch}</span>
      </td>
      <td>${drawState(one, say)}</td>
      <td class="wide">${owner}</td>
      <td class="wide">${one.branch}</td>
      <td class="wide">${one.channel ? drawChannel(one.channel, say) : nothing}</td>
      <td>
        ${drawDeadline(one, now, say)}
        <span class="wide quiet">${fullMoment(Date.parse(one.due_at), language)}</span>
      </td>
    </tr>`;
  }
}

customElements.define("yq-case-list", YqCaseList);
