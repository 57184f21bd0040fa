/** Defines <yq-records>: requests about customers' records, holds that stand, and how long things are kept. */

import { html, type TemplateResult } from "lit";
import { drawTabs } from "@yuanqiao/shared/components/tabs.ts";
import { SectionPage } from "../shell/section-page.ts";
import "./kept.ts";
import "./requests.ts";

export class YqRecords extends SectionPage {
  override render(): TemplateResult {
    const { say, staff, language } = this;
    const page = ["holds", "retention"].includes(this.place) ? this.place : "requests";
    const tabs = [
      { name: "requests", address: "#records", label: say("recordsRequests") },
      { name: "holds", address: "#records/holds", label: say("recordsHolds") },
      { name: "retention", address: "#records/retention", label: say("recordsRetention") },
    ];
    const shown: Readonly<Record<string, TemplateResult>> = {
      requests: html`<yq-record-requests .staff=${staff} .say=${say} .language=${language}></yq-record-requests>`,
      holds: html`<yq-holds .staff=${staff} .say=${say} .language=${language}></yq-holds>`,
      retention: html`<yq-retention .staff=${staff} .say=${say} .language=${language}></yq-retention>`,
    };
    return html`<h1>${say("records")}</h1>
      ${drawTabs(tabs, page, say("recordsPages"), "records")} ${shown[page]}`;
  }
}

customElements.define("yq-records", YqRecords);
