/** Defines <yq-inspection>: what rules found, and what people score; the page's address says which. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { peopleSectionStyles } from "../people/section.styles.ts";
import type { Staff } from "../staff/me.ts";
import type { Say, Word } from "../words/index.ts";
import "./hits.ts";
import "./sheets.ts";

const PAGES: readonly (readonly [string, Word, string])[] = [
  ["hits", "isHits", "inspection.read"],
  ["sheets", "isSheets", "inspection.sheets"],
];

export class YqInspection extends LitElement {
  static override styles = [base, peopleSectionStyles];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    page: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare page: string;

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
    const { say, staff, language } = this;
    const pages = PAGES.filter(([, , right]) => staff.may(right));
    const shown = pages.find(([name]) => name === this.page) ?? pages[0];
    const page =
      shown?.[0] === "hits"
        ? html`<yq-hits .staff=${staff} .say=${say} .language=${language}></yq-hits>`
        : html`<yq-score-sheets .staff=${staff} .say=${say} .language=${language}></yq-score-sheets>`;
    return html`<h1>${say("inspection")}</h1>
      <nav aria-label=${say("isPages")}>
        ${pages.map(
          ([name, word]) =>
            html`<a
              href="#inspection/${name}"
              aria-current=${name === shown?.[0] ? "page" : nothing}
              data-testid="page-${name}"
              >${say(word)}</a
            >`,
        )}
      </nav>
      ${shown ? page : nothing}`;
  }

  readonly #choose = (): void => {
    this.page = chosenPage();
  };
}

function chosenPage(): string {
  return location.hash.slice(1).split("/")[1] ?? "";
}

customElements.define("yq-inspection", YqInspection);
