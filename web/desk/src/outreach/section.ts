/** Defines <yq-outreach>: what customers were told without asking, and the texts of it. */

import { html, type TemplateResult } from "lit";
import { drawTabs } from "@yuanqiao/shared/components/tabs.ts";
import { SectionPage } from "../shell/section-page.ts";
import "./notices.ts";
import "./texts.ts";

export class YqOutreach extends SectionPage {
  override render(): TemplateResult {
    const { say, staff, language } = this;
    const page = this.place === "texts" ? "texts" : "notices";
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
}

customElements.define("yq-outreach", YqOutreach);
