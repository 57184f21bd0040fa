/** Defines <yq-cases>: complaints until they are answered; the page's address says which, or which one. */

import { html, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { drawTabs } from "@yuanqiao/shared/components/tabs.ts";
import { SectionPage } from "../shell/section-page.ts";
import type { Word } from "../words/index.ts";
import type { Which } from "./list.ts";
import "./list.ts";
import "./one.ts";

const LISTS: readonly (readonly [Which, string, Word])[] = [
  ["running", "#cases", "casesRunning"],
  ["mine", "#cases/mine", "casesMine"],
  ["closed", "#cases/closed", "casesClosed"],
];
const NUMBER = /^TS-[0-9A-Z-]{1,13}$/;

export class YqCases extends SectionPage {
  override render(): TemplateResult {
    const { say, staff, language, place } = this;
    if (NUMBER.test(place))
      return html`<h1>${say("cases")}</h1>
        ${keyed(
          place,
          html`<yq-one-case .staff=${staff} .say=${say} .language=${language} .number=${place}></yq-one-case>`,
        )}`;
    const which = LISTS.find(([name]) => name === place)?.[0] ?? "running";
    return html`<h1>${say("cases")}</h1>
      ${drawTabs(
        LISTS.map(([name, address, word]) => ({ name, address, label: say(word) })),
        which,
        say("casesWhich"),
        "cases",
      )}
      ${keyed(
        which,
        html`<yq-case-list .staff=${staff} .say=${say} .language=${language} .which=${which}></yq-case-list>`,
      )}`;
  }
}

customElements.define("yq-cases", YqCases);
