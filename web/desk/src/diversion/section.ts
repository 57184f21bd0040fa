/** Defines <yq-diversion>: rules, what they would do, what they did; the page's address says which. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { drawTabs, tabStyles } from "@yuanqiao/shared/components/tabs.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { Staff } from "../staff/me.ts";
import type { Say, Word } from "../words/index.ts";
import "./log.ts";
import "./rules.ts";
import "./trying.ts";

type Page = "rules" | "try" | "log";

const PAGES: readonly (readonly [Page, string, Word])[] = [
  ["rules", "#diversion", "divRules"],
  ["try", "#diversion/try", "divTry"],
  ["log", "#diversion/log", "divLog"],
];

export class YqDiversion extends LitElement {
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
    page: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare page: Page;

  constructor() {
    super();
    this.page = chosenPage();
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
    const { say, page } = this;
    return html`<h1>${say("diversion")}</h1>
      ${drawTabs(
        PAGES.map(([name, address, word]) => ({ name, address, label: say(word) })),
        page,
        say("divPages"),
        "diversion",
      )}
      ${keyed(page, this.#shown())}`;
  }

  #shown(): TemplateResult {
    const { say, staff, language, page } = this;
    if (page === "try")
      return html`<yq-diversion-try .staff=${staff} .say=${say} .language=${language}></yq-diversion-try>`;
    if (page === "log")
      return html`<yq-diversion-log .staff=${staff} .say=${say} .language=${language}></yq-diversion-log>`;
    return html`<yq-diversion-rules .staff=${staff} .say=${say} .language=${language}></yq-diversion-rules>`;
  }

  readonly #choose = (): void => {
    this.page = chosenPage();
  };
}

function chosenPage(): Page {
  const named = location.hash.slice(1).split("/")[1] ?? "";
  return PAGES.find(([name]) => name === named)?.[0] ?? "rules";
}

customElements.define("yq-diversion", YqDiversion);
