/** Defines <yq-told>: what the customer was told unasked these days, which may be what they write about. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { kindName } from "../outreach/model.ts";
import { ApiError } from "../staff/api.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import { channelName } from "./channel.ts";

interface Told {
  readonly campaign: string;
  readonly kind: string;
  readonly channel: string;
  readonly at: string;
}

export class YqTold extends LitElement {
  static override styles = [
    base,
    css`
      h2 {
        margin: 20px 0 8px;
        font-size: 14px;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        overflow-wrap: anywhere;
      }
      .quiet {
        color: var(--yq-quiet);
        font-size: var(--yq-small);
      }
    `,
  ];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    task: { attribute: false },
    told: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare task: string;
  declare told: readonly Told[];

  constructor() {
    super();
    this.told = [];
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has("task")) return;
    this.told = [];
    void this.#ask();
  }

  override render(): TemplateResult | typeof nothing {
    const { say, told, language } = this;
    if (!told.length) return nothing;
    return html`<h2>${say("outToldBefore")}</h2>
      <ul data-testid="told">
        ${told.map(
          ({ campaign, kind, channel, at }) =>
            html`<li>
              ${campaign ? say("outCampaignNamed", { name: campaign }) : kindName(kind, say)}
              <span class="quiet">${fullMoment(Date.parse(at), language)} ${channelName(channel, say)}</span>
            </li>`,
        )}
      </ul>`;
  }

  async #ask(): Promise<void> {
    const { task } = this;
    try {
      const { told } = await this.staff.api.look<{ told: Told[] }>(`/staff/tasks/${task}/told`);
      if (task === this.task) this.told = told;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // the conversation is what matters: it goes on without
    }
  }
}

customElements.define("yq-told", YqTold);
