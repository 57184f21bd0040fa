/** Defines <yq-diversion>: rules, what they would do, what they did; the page's address says which. */

import { html, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { drawTabs } from "@yuanqiao/shared/components/tabs.ts";
import { SectionPage } from "../shell/section-page.ts";
import type { Word } from "../words/index.ts";
import "./log.ts";
import "./rules.ts";
import "./trying.ts";

type Page = "rules" | "try" | "log";

const PAGES: readonly (readonly [Page, string, Word])[] = [
  ["rules", "#diversion", "divRules"],
  ["try", "#diversion/try", "divTry"],
  ["log", "#diversion/log", "divLog"],
];

export class YqDiversion extends SectionPage {
  override render(): TemplateResult {
    const { say } = this;
    const page = PAGES.find(([name]) => name === this.place)?.[0] ?? "rules";
    return html`<h1>${say("diversion")}</h1>
      ${drawTabs(
        PAGES.map(([name, address, word]) => ({ name, address, label: say(word) })),
        page,
        say("divPages"),
        "diversion",
      )}
      ${keyed(page, this.#shown(page))}`;
  }

  #shown(page: Page): TemplateResult {
    const { say, staff, language } = this;
    if (page === "try")
      return html`<yq-diversion-try .staff=${staff} .say=${say} .language=${language}></yq-diversion-try>`;
    if (page === "log")
      return html`<yq-diversion-log .staff=${staff} .say=${say} .language=${language}></yq-diversion-log>`;
    return html`<yq-diversion-rules .staff=${staff} .say=${say} .language=${language}></yq-diversion-rules>`;
  }
}

customElements.define("yq-diversion", YqDiversion);
