/** Defines <yq-campaign>: one campaign with its words and figures; here it is approved, rejected and stopped. */

import { html, nothing, type TemplateResult } from "lit";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { channelName } from "../conversations/channel.ts";
import { PeoplePage } from "../people/page.ts";
import { ALL, CAMPAIGN_STATES, type Opened } from "./campaign-model.ts";
import { drawExamples, drawReasons } from "./campaign-parts.ts";
import { campaignStyles } from "./campaign.styles.ts";

type Step = "approve" | "reject" | "stop";
const FAULTS = { own_work: "cpOwnWork", conflict: "cpOver" } as const;
const LOOK_MS = 3_000;

export class YqCampaign extends PeoplePage {
  static override styles = [...PeoplePage.styles, campaignStyles];
  static override properties = {
    ...PeoplePage.properties,
    campaign: { attribute: false },
    opened: { state: true },
    sure: { state: true },
  };

  /** The campaign's id. */
  declare campaign: string;
  declare opened: Opened | null;
  /** The stop was pressed once: it cannot be undone. */
  declare sure: boolean;
  #timer = 0;

  constructor() {
    super();
    this.opened = null;
    this.sure = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = window.setInterval(() => {
      if (this.opened?.campaign.state === "running" && !this.busy && !this.sure) void this.reload();
    }, LOOK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.#timer);
  }

  override render(): TemplateResult {
    const { opened } = this;
    return html`${this.told()} ${opened ? this.#draw(opened) : this.nothingHere("")}`;
  }

  protected override async load(): Promise<void> {
    this.opened = await this.api.look<Opened>(`${ALL}/${this.campaign}`);
  }

  #draw({ campaign, content, unreached, examples }: Opened): TemplateResult {
    const { say, language } = this;
    const shown = examples.length ? examples : [content.text];
    return html`<p data-testid="state">
        <strong>${say(CAMPAIGN_STATES[campaign.state])}</strong>
        <span class="quiet">${say(content.purpose === "marketing" ? "cpMarketing" : "outService")}</span>
        ${
          campaign.state === "running" && campaign.next_at
            ? html`<span class="quiet"
                >${say("cpNext", { moment: fullMoment(Date.parse(campaign.next_at), language) })}</span
              >`
            : nothing
        }
      </p>
      <progress
        max=${campaign.total}
        .value=${campaign.total - campaign.waiting}
        aria-label=${say("cpProgress")}
      ></progress>
      ${this.#figures()} ${drawExamples(shown, say)}
      <p class="quiet">
        ${say("cpHow", {
          channels: content.channels.map((each) => channelName(each, say)).join("、"),
          count: content.per_minute,
          moment: fullMoment(Date.parse(content.valid_until), language),
        })}
      </p>
      ${drawReasons(campaign.reasons, unreached, say)} ${this.#steps()}`;
  }

  #figures(): TemplateResult | typeof nothing {
    const { say, opened } = this;
    if (!opened) return nothing;
    const { campaign, delivered, replied } = opened;
    const failed = delivered["failed"] ?? 0;
    const read = delivered["read"] ?? 0;
    const arrived = (delivered["sent"] ?? 0) + (delivered["delivered"] ?? 0) + read;
    const figures = [
      [say("cpTotal"), campaign.total],
      [say("outWaiting"), campaign.waiting],
      [say("cpTold"), campaign.told],
      [say("cpArrived"), arrived],
      [say("cpRead"), read],
      [say("cpFailed"), failed],
      [say("cpReplied"), replied],
      [say("outDropped"), campaign.dropped],
    ] as const;
    return html`<dl class="figures" data-testid="figures">
      ${figures.map(
        ([word, count]) =>
          html`<dt>${word}</dt>
            <dd>${count}</dd>`,
      )}
    </dl>`;
  }

  #steps(): TemplateResult | typeof nothing {
    const { say, staff, opened } = this;
    const campaign = opened?.campaign;
    if (!campaign || !["waiting", "running"].includes(campaign.state)) return nothing;
    const decides = campaign.state === "waiting" && staff.may("outreach.approve");
    return html`<div class="row">
        ${
          decides && !campaign.own
            ? html`${this.#button("approve", "cpApprove", "primary")}${this.#button("reject", "cpReject", "secondary")}`
            : nothing
        }
        ${staff.may("outreach.send") ? this.#stop() : nothing}
      </div>
      ${campaign.state === "waiting" && campaign.own ? html`<p class="quiet">${say("cpOwnWork")}</p>` : nothing}`;
  }

  #stop(): TemplateResult {
    if (this.sure) return this.#button("stop", "cpStopSure", "primary");
    return html`<button class="secondary" data-testid="stop" ?disabled=${this.busy} @click=${() => (this.sure = true)}>
      ${this.say("cpStop")}
    </button>`;
  }

  #button(step: Step, word: "cpApprove" | "cpReject" | "cpStopSure", kind: string): TemplateResult {
    return html`<button class=${kind} data-testid=${step} ?disabled=${this.busy} @click=${() => this.#do(step)}>
      ${this.say(word)}
    </button>`;
  }

  async #do(step: Step): Promise<void> {
    const done = await this.attempt(async () => {
      await this.api.call("POST", `${ALL}/${this.campaign}/${step}`);
      await this.load();
    }, FAULTS);
    this.sure = false;
    if (done) this.dispatchEvent(new CustomEvent("decided"));
  }
}

customElements.define("yq-campaign", YqCampaign);
