/** Defines <yq-navigation>: where answers lead, what is offered first, what came of it; the address says which. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { drawTabs, tabStyles } from "@yuanqiao/shared/components/tabs.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
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
  static override styles = [
    base,
    tabStyles,
    css`
      :host {
        display: block;
        max-width: 1100px;
        padding: 24px;
      }
      h1 {
        margin: 0 0 12px;
        font-size: 20px;
      }
      @media (max-width: 640px) {
        :host {
          padding: 16px;
        }
      }
    `,
  ];
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
    const tabs = PAGES.map(([name, word]) => ({ name, address: `#navigation/${name}`, label: say(word) }));
    return html`<h1>${say("navigation")}</h1>
      ${drawTabs(tabs, which, say("navBar"), "nav")}
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
