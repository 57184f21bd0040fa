/** Defines <yq-holds> and <yq-retention>: what nobody may remove now, and for how long the rest is kept. */

import { html, type TemplateResult } from "lit";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { PeoplePage } from "../people/page.ts";
import { type Hold, KEPT } from "./model.ts";

export class YqHolds extends PeoplePage {
  static override properties = { ...PeoplePage.properties, holds: { state: true } };
  declare holds: readonly Hold[];

  constructor() {
    super();
    this.holds = [];
  }

  override render(): TemplateResult {
    const { say, language } = this;
    if (!this.holds.length) return html`${this.told()} ${this.nothingHere(say("recordsNoHolds"))}`;
    return html`${this.told()}
      <table data-testid="holds">
        <thead>
          <tr>
            <th scope="col">${say("recordsReference")}</th>
            <th scope="col">${say("customer")}</th>
            <th scope="col">${say("recordsSince")}</th>
          </tr>
        </thead>
        <tbody>
          ${this.holds.map(
            (each) =>
              html`<tr>
                <td>${each.reference}</td>
                <td>${each.who ? each.who.slice(0, 6).toUpperCase() : say("recordsGone")}</td>
                <td>${fullMoment(Date.parse(each.since), language)}</td>
              </tr>`,
          )}
        </tbody>
      </table>`;
  }

  protected override async load(): Promise<void> {
    this.holds = (await this.api.call<{ holds: Hold[] }>("GET", "/staff/records/holds")).holds;
  }
}

interface Kept {
  readonly kind: string;
  readonly days: number | null;
}

export class YqRetention extends PeoplePage {
  static override properties = { ...PeoplePage.properties, kinds: { state: true } };
  declare kinds: readonly Kept[];

  constructor() {
    super();
    this.kinds = [];
  }

  override render(): TemplateResult {
    const { say } = this;
    if (!this.kinds.length) return html`${this.told()} ${this.nothingHere("")}`;
    return html`<table data-testid="retention">
        <thead>
          <tr>
            <th scope="col">${say("recordsKindOf")}</th>
            <th scope="col">${say("recordsClass")}</th>
            <th scope="col">${say("recordsDays")}</th>
          </tr>
        </thead>
        <tbody>
          ${this.kinds.map(({ kind, days }) => {
            const [word, level] = KEPT[kind] ?? [undefined, ""];
            return html`<tr>
              <td>${word ? say(word) : kind}</td>
              <td>${level}</td>
              <td>${days === null ? say("recordsForGood") : say("recordsDaysOf", { count: days })}</td>
            </tr>`;
          })}
        </tbody>
      </table>
      <p class="quiet">${say("recordsRetentionWhy")}</p>`;
  }

  protected override async load(): Promise<void> {
    this.kinds = (await this.api.call<{ kinds: Kept[] }>("GET", "/staff/records/retention")).kinds;
  }
}

customElements.define("yq-holds", YqHolds);
customElements.define("yq-retention", YqRetention);
