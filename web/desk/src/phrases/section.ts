/** Defines <yq-phrases>: the replies that are written already, and, for who keeps them, the rules about words. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import "./keep-replies.ts";
import "./keep-rules.ts";

export class YqPhrases extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        max-width: 860px;
        padding: 24px;
      }
      h1 {
        margin: 0 0 16px;
        font-size: 20px;
      }
      @media (max-width: 640px) {
        :host {
          padding: 16px;
        }
      }
    `,
  ];
  static override properties = { staff: { attribute: false }, say: { attribute: false } };

  declare staff: Staff;
  declare say: Say;

  override render(): TemplateResult {
    const { say, staff } = this;
    return html`<h1>${say("phrases")}</h1>
      <yq-keep-replies .staff=${staff} .say=${say}></yq-keep-replies>
      ${
        staff.may("words.keep") ? html`<yq-keep-rules .staff=${staff} .say=${say}></yq-keep-rules>` : nothing
      }`;
  }
}

customElements.define("yq-phrases", YqPhrases);
