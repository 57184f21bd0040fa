/** Defines <yq-navigation>: where answers lead, what is offered first, what came of it; the address says which. */

import { html, type TemplateResult } from "lit";
import { drawTabs } from "@yuanqiao/shared/components/tabs.ts";
import { SectionPage } from "../shell/section-page.ts";
import type { Word } from "../words/index.ts";
import "./destinations.ts";
import "./openings.ts";
import "./outcomes.ts";
import "./utterances.ts";

const PAGES: readonly (readonly [string, Word])[] = [
  ["places", "navPlaces"],
  ["openings", "navOpenings"],
  ["outcomes", "navOutcomes"],
  ["utterances", "navUtterances"],
];

export class YqNavigation extends SectionPage {
  override render(): TemplateResult {
    const { say } = this;
    const which = PAGES.find(([name]) => name === this.place)?.[0] ?? "places";
    const pages = PAGES.filter(([name]) => name !== "utterances" || this.staff.may("utterances.label"));
    const tabs = pages.map(([name, word]) => ({ name, address: `#navigation/${name}`, label: say(word) }));
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
    if (which === "utterances")
      return html`<yq-nav-utterances .staff=${staff} .say=${say} .language=${language}></yq-nav-utterances>`;
    return html`<yq-nav-destinations .staff=${staff} .say=${say} .language=${language}></yq-nav-destinations>`;
  }
}

customElements.define("yq-navigation", YqNavigation);
