/** Defines <yq-outreach>: what customers were told without asking, and the texts of it. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { drawTabs, tabStyles } from "@yuanqiao/shared/components/tabs.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import "./notices.ts";
import "./texts.ts";

type Page = "notices" | "texts";

export class YqOutreach extends LitElement {
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
    const { say, staff, language, page } = this;
    const tabs = [
      { name: "notices", address: "#outreach", label: say("outNotices") },
      { name: "texts", address: "#outreach/texts", label: say("outTexts") },
    ];
    return html`<h1>${say("outreach")}</h1>
      ${drawTabs(tabs, page, say("outPages"), "outreach")}
      ${
        page === "texts"
          ? html`<yq-outreach-texts .staff=${staff} .say=${say} .language=${language}></yq-outreach-texts>`
          : html`<yq-outreach-notices .staff=${staff} .say=${say} .language=${language}></yq-outreach-notices>`
      }`;
  }

  readonly #choose = (): void => {
    this.page = chosenPage();
  };
}

function chosenPage(): Page {
  return location.hash === "#outreach/texts" ? "texts" : "notices";
}

customElements.define("yq-outreach", YqOutreach);
