/** Defines <yq-outreach>: what customers were told without asking, and the texts of it. */

import { html, type TemplateResult } from "lit";
import { drawTabs } from "@yuanqiao/shared/components/tabs.ts";
import { SectionPage } from "../shell/section-page.ts";
import "./campaigns.ts";
import "./notices.ts";
import "./texts.ts";

const PAGES = ["notices", "campaigns", "texts"] as const;

export class YqOutreach extends SectionPage {
  override render(): TemplateResult {
    const { say } = this;
    const page = PAGES.find((each) => each === this.place) ?? "notices";
    const tabs = [
      { name: "notices", address: "#outreach", label: say("outNotices") },
      { name: "campaigns", address: "#outreach/campaigns", label: say("outCampaigns") },
      { name: "texts", address: "#outreach/texts", label: say("outTexts") },
    ];
    return html`<h1>${say("outreach")}</h1>
      ${drawTabs(tabs, page, say("outPages"), "outreach")}
      ${this.#page(page)}`;
  }

  #page(page: (typeof PAGES)[number]): TemplateResult {
    const { say, staff, language } = this;
    switch (page) {
      case "texts":
        return html`<yq-outreach-texts .staff=${staff} .say=${say} .language=${language}></yq-outreach-texts>`;
      case "campaigns":
        return html`<yq-campaigns .staff=${staff} .say=${say} .language=${language}></yq-campaigns>`;
      default:
        return html`<yq-outreach-notices .staff=${staff} .say=${say} .language=${language}></yq-outreach-notices>`;
    }
  }
}

customElements.define("yq-outreach", YqOutreach);
