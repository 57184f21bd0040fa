/** Defines <yq-recordings>: recordings within reach, the one that the address names, and the scripts of flows. */

import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { drawTabs } from "@yuanqiao/shared/components/tabs.ts";
import { SectionPage } from "../shell/section-page.ts";
import type { Word } from "../words/index.ts";
import "./list.ts";
import "./one.ts";
import "./scripts.ts";

const ID = /^[0-9a-f]{32}$/;
const PAGES: readonly (readonly [string, string, Word, string])[] = [
  ["list", "#recordings", "recordings", "recordings.read"],
  ["scripts", "#recordings/scripts", "scScripts", "flows.read"],
];

export class YqRecordings extends SectionPage {
  override render(): TemplateResult {
    const { staff, say, language, place } = this;
    const pages = PAGES.filter(([, , , right]) => staff.may(right));
    const wanted = place === "scripts" ? "scripts" : "list";
    const page = pages.find(([name]) => name === wanted)?.[0] ?? pages[0]?.[0];
    const tabs = pages.map(([name, address, word]) => ({ name, address, label: say(word) }));
    return html`<h1>${say("recordings")}</h1>
      ${pages.length > 1 ? drawTabs(tabs, page ?? "", say("scPages"), "recordings") : nothing}
      ${
        page === "scripts"
          ? html`<yq-video-scripts .staff=${staff} .say=${say} .language=${language}></yq-video-scripts>`
          : this.#recordings(ID.test(place) ? place : "")
      }`;
  }

  #recordings(recording: string): TemplateResult {
    const { staff, say, language } = this;
    if (!recording)
      return html`<yq-recording-list .staff=${staff} .say=${say} .language=${language}></yq-recording-list>`;
    return html`${keyed(
      recording,
      html`<yq-recording .staff=${staff} .say=${say} .language=${language} .recording=${recording}></yq-recording>`,
    )}`;
  }
}

customElements.define("yq-recordings", YqRecordings);
