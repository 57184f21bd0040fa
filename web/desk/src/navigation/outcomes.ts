/** Defines <yq-nav-outcomes>: how often each intent led somewhere, and what came of it. */

import { html, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { PeoplePage } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Word } from "../words/index.ts";
import { navigationStyles } from "./navigation.styles.ts";

interface Outcome {
  readonly intent: string;
  readonly destination_id: string;
  readonly diverted: number;
  readonly asked: number;
  readonly solved: number;
  readonly unsolved: number;
  readonly came_back: number;
}

const COUNTS: readonly (readonly [keyof Outcome, Word])[] = [
  ["diverted", "navDiverted"],
  ["asked", "navAsked"],
  ["solved", "navSolved"],
  ["unsolved", "navUnsolved"],
  ["came_back", "navCameBack"],
];

export class YqNavOutcomes extends PeoplePage {
  static override styles = [base, formStyles, peopleStyles, navigationStyles];
  static override properties = { ...PeoplePage.properties, found: { state: true } };

  declare found: readonly Outcome[];

  constructor() {
    super();
    this.found = [];
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<p class="quiet">${say("navOutcomesWhy")}</p>
      ${this.told()} ${this.found.length ? this.#table() : this.nothingHere(say("navNoOutcomes"))}`;
  }

  protected override async load(): Promise<void> {
    const path = "/staff/navigation/outcomes";
    this.found = (await this.api.call<{ outcomes: Outcome[] }>("GET", path)).outcomes;
  }

  #table(): TemplateResult {
    const { say } = this;
    return html`<table data-testid="outcomes">
      <thead>
        <tr>
          <th scope="col">${say("navIntent")}</th>
          <th scope="col">${say("navTo")}</th>
          ${COUNTS.map(([, word]) => html`<th scope="col" class="number">${say(word)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${this.found.map(
          (each) => html`<tr>
            <td>${each.intent}</td>
            <td>${each.destination_id}</td>
            ${COUNTS.map(([name]) => html`<td class="number">${each[name]}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

customElements.define("yq-nav-outcomes", YqNavOutcomes);
