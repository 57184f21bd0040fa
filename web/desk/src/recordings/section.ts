/** Defines <yq-recordings>: every recording within reach, or the one that the address names. */

import { html, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { SectionPage } from "../shell/section-page.ts";
import "./list.ts";
import "./one.ts";

const ID = /^[0-9a-f]{32}$/;

export class YqRecordings extends SectionPage {
  override render(): TemplateResult {
    const { staff, say, language, place } = this;
    return html`<h1>${say("recordings")}</h1>
      ${
        ID.test(place)
          ? keyed(
              place,
              html`<yq-recording .staff=${staff} .say=${say} .language=${language} .recording=${place}></yq-recording>`,
            )
          : html`<yq-recording-list .staff=${staff} .say=${say} .language=${language}></yq-recording-list>`
      }`;
  }
}

customElements.define("yq-recordings", YqRecordings);
