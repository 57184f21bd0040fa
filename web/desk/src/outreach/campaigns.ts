/** Defines <yq-campaigns>: notices to many: written by one, approved by another, with how far each is. */

import { html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { PeoplePage } from "../people/page.ts";
import { ALL, type Campaign, CAMPAIGN_STATES } from "./campaign-model.ts";
import "./campaign.ts";
import "./campaign-form.ts";

const PAGE = 50;
const LOOK_MS = 5_000; // as often while one runs

export class YqCampaigns extends PeoplePage {
  static override properties = {
    ...PeoplePage.properties,
    campaigns: { state: true },
    open: { state: true },
    more: { state: true },
  };

  declare campaigns: readonly Campaign[];
  /** The campaign that is looked at, "new" for one that is written, or nothing. */
  declare open: Campaign | "new" | null;
  declare more: boolean;
  #channels: readonly string[] = [];
  #timer = 0;

  constructor() {
    super();
    this.campaigns = [];
    this.open = null;
    this.more = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = window.setInterval(() => void this.#look(), LOOK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.#timer);
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<p class="quiet">${say("cpWhy")}</p>
      <div class="bar">
        ${
          this.staff.may("outreach.send")
            ? html`<button class="primary" data-testid="new-campaign" @click=${() => this.#show("new")}>
                ${say("cpNew")}
              </button>`
            : nothing
        }
        <button class="secondary" data-testid="refresh" ?disabled=${this.busy} @click=${this.reload}>
          ${say("refresh")}
        </button>
      </div>
      ${this.told()} ${this.campaigns.length ? this.#table() : this.nothingHere(say("cpNothing"))}
      ${
        this.more
          ? html`<button class="secondary more" ?disabled=${this.busy} @click=${this.#older}>${say("outOlder")}</button>`
          : nothing
      }
      ${this.#sheet()}`;
  }

  protected override async load(): Promise<void> {
    this.campaigns = await this.#page("");
  }

  async #page(before: string): Promise<readonly Campaign[]> {
    const path = before ? `${ALL}?${new URLSearchParams({ before })}` : ALL;
    const found = await this.api.look<{ campaigns: Campaign[]; channels: string[] }>(path);
    this.#channels = found.channels;
    this.more = found.campaigns.length === PAGE;
    return found.campaigns;
  }

  readonly #older = async (): Promise<void> => {
    const last = this.campaigns.at(-1);
    if (!last) return;
    await this.attempt(async () => {
      this.campaigns = [...this.campaigns, ...(await this.#page(last.written_at))];
    });
  };

  /** Follows what runs, as long as nothing else is being done and nobody looks at older ones. */
  async #look(): Promise<void> {
    const runs = this.campaigns.some(({ state }) => state === "running");
    if (!runs || this.busy || this.open || this.campaigns.length > PAGE) return;
    await this.reload();
  }

  #table(): TemplateResult {
    const { say, language } = this;
    return html`<table data-testid="campaigns">
      <thead>
        <tr>
          <th scope="col">${say("cpName")}</th>
          <th scope="col">${say("outState")}</th>
          <th scope="col">${say("cpTold")}</th>
          <th scope="col" class="wide">${say("cpWritten")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.campaigns.map(
          (each) => html`<tr data-testid="campaign">
            <td><button class="open" @click=${() => this.#show(each)}>${each.name}</button></td>
            <td>${say(CAMPAIGN_STATES[each.state])}</td>
            <td>${say("cpOf", { told: each.told, total: each.total })}</td>
            <td class="wide">${fullMoment(Date.parse(each.written_at), language)}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #sheet(): TemplateResult | typeof nothing {
    const { say, language, staff, open } = this;
    if (!open) return nothing;
    const heading = open === "new" ? say("cpNew") : open.name;
    return html`<yq-sheet .heading=${heading} .language=${language} @gone=${() => this.#show(null)}>
      ${
        open === "new"
          ? html`<yq-campaign-form
              .staff=${staff}
              .say=${say}
              .language=${language}
              .channels=${this.#channels}
              @written=${this.#written}
            ></yq-campaign-form>`
          : html`<yq-campaign
              .staff=${staff}
              .say=${say}
              .language=${language}
              .campaign=${open.campaign_id}
              @decided=${() => void this.reload()}
            ></yq-campaign>`
      }
    </yq-sheet>`;
  }

  #show(what: Campaign | "new" | null): void {
    this.trouble = this.done = "";
    this.open = what;
  }

  readonly #written = async (): Promise<void> => {
    this.#show(null);
    await this.reload();
    if (!this.trouble) this.done = this.say("cpHandedIn");
  };
}

customElements.define("yq-campaigns", YqCampaigns);
