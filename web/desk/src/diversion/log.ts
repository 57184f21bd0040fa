/** Defines <yq-diversion-log>: which turns a rule led where, and why. */

import { html, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { PeoplePage } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import { diversionStyles } from "./diversion.styles.ts";
import { actionWord, factsInWords, type Fired } from "./model.ts";

const PAGE = 50;

export class YqDiversionLog extends PeoplePage {
  static override styles = [base, formStyles, peopleStyles, diversionStyles];
  static override properties = {
    ...PeoplePage.properties,
    fired: { state: true },
    more: { state: true },
  };

  declare fired: readonly Fired[];
  /** There may be older ones. */
  declare more: boolean;

  constructor() {
    super();
    this.fired = [];
    this.more = false;
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<div class="bar">
        <button class="secondary" data-testid="refresh" ?disabled=${this.busy} @click=${this.reload}>
          ${say("refresh")}
        </button>
      </div>
      ${this.told()} ${this.fired.length ? this.#table() : this.nothingHere(say("divNothingFired"))}
      ${
        this.more
          ? html`<button class="secondary more" ?disabled=${this.busy} @click=${this.#older}>${say("divOlder")}</button>`
          : nothing
      }`;
  }

  protected override async load(): Promise<void> {
    this.fired = await this.#page("");
  }

  readonly #older = async (): Promise<void> => {
    const last = this.fired.at(-1);
    if (!last) return;
    await this.attempt(async () => {
      this.fired = [...this.fired, ...(await this.#page(`?before=${encodeURIComponent(last.at)}`))];
    });
  };

  async #page(query: string): Promise<readonly Fired[]> {
    const { fired } = await this.api.call<{ fired: Fired[] }>("GET", `/staff/diversion/log${query}`);
    this.more = fired.length === PAGE;
    return fired;
  }

  #table(): TemplateResult {
    const { say, language } = this;
    return html`<table data-testid="log">
      <thead>
        <tr>
          <th scope="col">${say("divAt")}</th>
          <th scope="col">${say("divRule")}</th>
          <th scope="col">${say("divAction")}</th>
          <th scope="col" class="wide">${say("divWhy")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.fired.map((each) => {
          const why = factsInWords(each.seen, say).join(say("divAnd"));
          return html`<tr data-testid="fired">
            <td>${fullMoment(Date.parse(each.at), language)}</td>
            <td>
              ${each.name} <span class="quiet">v${each.version}</span>
              <span class="narrow quiet">${why}</span>
            </td>
            <td>${actionWord(each.action, say)}</td>
            <td class="wide">
              ${why}
              <span class="quiet id">${each.conversation} · ${say("divTurn", { turn: each.turn })}</span>
            </td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  }
}

customElements.define("yq-diversion-log", YqDiversionLog);
