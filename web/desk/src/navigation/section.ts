/** Defines <yq-navigation>: where answers lead, what is offered first, what came of it; the address says which. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { tabsStyles } from "../shell/tabs.styles.ts";
import type { Staff } from "../staff/me.ts";
import type { Say, Word } from "../words/index.ts";
import "./destinations.ts";
import "./openings.ts";
import "./outcomes.ts";

const PAGES: readonly (readonly [string, Word])[] = [
  ["places", "navPlaces"],
  ["openings", "navOpenings"],
  ["outcomes", "navOutcomes"],
];

export class YqNavigation extends LitElement {
  static override styles = [base, tabsStyles];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    place: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare place: string;

  constructor() {
    super();
    this.place = chosenPlace();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", this.#choose);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.#choose);
  }

  override render(): TemplateResult {
    const { say } = this;
    const which = PAGES.find(([name]) => name === this.place)?.[0] ?? "places";
    return html`<h1>${say("navigation")}</h1>
      <nav aria-label=${say("navigation")}>
        ${PAGES.map(
          ([name, word]) =>
            html`<a href="#navigation/${name}" aria-current=${name === which ? "page" : nothing} data-testid="nav-${name}">${say(word)}</a>`,
        )}
      </nav>
      ${this.#page(which)}`;
  }

  #page(which: string): TemplateResult {
    const { say, staff, language } = this;
    if (which === "openings")
      return html`<yq-nav-openings .staff=${staff} .say=${say} .language=${language}></yq-nav-openings>`;
    if (which === "outcomes")
      return html`<yq-nav-outcomes .staff=${staff} .say=${say} .language=${language}></yq-nav-outcomes>`;
    return html`<yq-nav-destinations .staff=${staff} .say=${say} .language=${language}></yq-nav-destinations>`;
  }

  readonly #choose = (): void => {
    this.place = chosenPlace();
  };
}

function chosenPlace(): string {
  return location.hash.slice(1).split("/")[1] ?? "";
}

customElements.define("yq-navigation", YqNavigation);
