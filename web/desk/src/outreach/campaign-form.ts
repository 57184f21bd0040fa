/** Defines <yq-campaign-form>: a campaign is written: its list, its words, a dry run, and then it is handed in. */

import { html, nothing, type TemplateResult } from "lit";
import { channelName } from "../conversations/channel.ts";
import { base64, save } from "../knowledge/files.ts";
import { field, PeoplePage, ticked } from "../people/page.ts";
import { ApiError } from "../staff/api.ts";
import { ALL, type Content, type Plan } from "./campaign-model.ts";
import { drawExamples, drawReasons } from "./campaign-parts.ts";
import { campaignStyles } from "./campaign.styles.ts";

const MOST_BYTES = 2_000_000;
const LONGEST = 500;
const FAULTS = { nobody_reached: "cpNobodyReached" } as const;

export class YqCampaignForm extends PeoplePage {
  static override styles = [...PeoplePage.styles, campaignStyles];
  static override properties = {
    ...PeoplePage.properties,
    channels: { attribute: false },
    plan: { state: true },
  };

  /** Those that are open. */
  declare channels: readonly string[];
  /** What the dry run of exactly this form said; gone as soon as anything is changed. */
  declare plan: Plan | null;

  constructor() {
    super();
    this.channels = [];
    this.plan = null;
  }

  override render(): TemplateResult {
    return html`<form data-testid="campaign-form" @submit=${this.#submit} @input=${() => (this.plan = null)}>
      ${this.#whom()} ${this.#what()} ${this.#when()} ${this.told()}
      ${this.plan ? this.#planned(this.plan) : nothing}
      <div class="row">
        <button class=${this.plan ? "secondary" : "primary"} value="try" data-testid="try" ?disabled=${this.busy}>
          ${this.say("cpTry")}
        </button>
        ${
          this.plan?.reached
            ? html`<button class="primary" value="write" data-testid="hand-in" ?disabled=${this.busy}>
                ${this.say("cpHandIn")}
              </button>`
            : nothing
        }
      </div>
    </form>`;
  }

  protected override load(): Promise<void> {
    return Promise.resolve();
  }

  #whom(): TemplateResult {
    const { say } = this;
    return html`<label>
        ${say("cpName")}
        <input name="name" required maxlength="60" autocomplete="off" />
      </label>
      <label>
        ${say("cpList")}
        <input type="file" name="file" accept=".xlsx" required data-testid="list" />
        <span class="hint">${say("cpListHint")}</span>
      </label>
      <div>
        <button type="button" class="open" data-testid="list-form" @click=${this.#download}>${say("cpListForm")}</button>
      </div>
      <label>
        ${say("outPurpose")}
        <select name="purpose">
          <option value="service">${say("cpService")}</option>
          <option value="marketing">${say("cpMarketing")}</option>
        </select>
      </label>`;
  }

  #what(): TemplateResult {
    const { say } = this;
    return html`<label>
        ${say("cpText")}
        <textarea name="text" rows="3" required maxlength=${LONGEST}></textarea>
        <span class="hint">${say("cpTextHint")}</span>
      </label>
      <fieldset>
        <legend>${say("cpChannels")}</legend>
        <div class="ticks">
          ${this.channels.map(
            (each) => html`<label class="tick">
              <input type="checkbox" name="channels" value=${each} .defaultChecked=${true} />
              ${channelName(each, say)}
            </label>`,
          )}
        </div>
        <span class="hint">${say("cpChannelsHint")}</span>
      </fieldset>
      <details>
        <summary>${say("cpOwnTexts")}</summary>
        ${this.channels.map(
          (each) => html`<label>
            ${channelName(each, say)}
            <textarea name=${`text:${each}`} rows="2" maxlength=${LONGEST}></textarea>
          </label>`,
        )}
      </details>
      <label>
        ${say("cpQuestions")}
        <textarea name="questions" rows="2" maxlength="100"></textarea>
        <span class="hint">${say("cpQuestionsHint")}</span>
      </label>
      <label class="tick"><input type="checkbox" name="person" .defaultChecked=${true} /> ${say("cpPerson")}</label>`;
  }

  #when(): TemplateResult {
    const { say } = this;
    return html`<div class="pair">
      <label>
        ${say("cpBegins")}
        <input type="datetime-local" name="begins_at" />
        <span class="hint">${say("cpBeginsHint")}</span>
      </label>
      <label>
        ${say("cpUntil")}
        <input type="datetime-local" name="valid_until" required />
      </label>
      <label>
        ${say("cpPerMinute")}
        <input type="number" name="per_minute" min="1" max="6000" value="60" required />
      </label>
    </div>`;
  }

  #planned(plan: Plan): TemplateResult {
    const { say } = this;
    const { total, reached, minutes } = plan;
    const channels = Object.entries(plan.channels);
    return html`<section data-testid="plan" aria-live="polite">
      <p><strong>${say(reached ? "cpReached" : "cpNobodyReached", { reached, total })}</strong></p>
      ${reached ? html`<p class="quiet">${say("cpMinutes", { minutes })}</p>` : nothing}
      <dl class="figures">
        ${channels.map(
          ([channel, count]) =>
            html`<dt>${channelName(channel, say)}</dt>
              <dd>${count}</dd>`,
        )}
      </dl>
      ${drawReasons(plan.reasons, plan.unreached, say)} ${drawExamples(plan.examples, say)}
    </section>`;
  }

  readonly #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const write = (event.submitter as HTMLButtonElement | null)?.value === "write";
    let detail = "";
    const went = await this.attempt(async () => {
      try {
        await this.#send(form, write);
      } catch (error) {
        if (error instanceof ApiError && ["bad_input", "too_large"].includes(error.code))
          detail = error.detail;
        throw error;
      }
    }, FAULTS);
    if (!went) {
      this.plan = null;
      if (/\p{Script=Han}/u.test(detail)) this.trouble = detail;
    }
  };

  async #send(form: FormData, write: boolean): Promise<void> {
    const file = form.get("file") as File;
    if (file.size > MOST_BYTES) throw new ApiError("too_large", this.say("cpListLarge"));
    const body = {
      content: contentOf(form, this.channels),
      file: base64(new Uint8Array(await file.arrayBuffer())),
    };
    if (!write) {
      this.plan = await this.api.call<Plan>("POST", `${ALL}/try`, body);
      return;
    }
    await this.api.call("POST", ALL, { ...body, name: field(form, "name") });
    this.dispatchEvent(new CustomEvent("written"));
  }

  readonly #download = async (): Promise<void> => {
    await this.attempt(async () => {
      const { name, data } = await this.api.call<{ name: string; data: string }>(
        "GET",
        "/staff/outreach/list-form",
      );
      save(name, data);
    });
  };
}

/** The campaign as the form says it; an own text that is empty is none. */
function contentOf(form: FormData, open: readonly string[]): Content {
  const channels = ticked(form, "channels");
  const own = open
    .filter((each) => channels.includes(each))
    .map((each) => [each, field(form, `text:${each}`)] as const)
    .filter(([, text]) => text);
  return {
    purpose: field(form, "purpose") === "marketing" ? "marketing" : "service",
    channels,
    text: field(form, "text"),
    texts: Object.fromEntries(own),
    questions: field(form, "questions")
      .split("\n")
      .map((each) => each.trim())
      .filter(Boolean),
    person: form.has("person"),
    per_minute: Number(field(form, "per_minute")),
    begins_at: moment(field(form, "begins_at")),
    valid_until: moment(field(form, "valid_until")) ?? "",
  };
}

/** A moment of the browser's own zone as the hub takes it. */
function moment(local: string): string | null {
  return local ? new Date(local).toISOString() : null;
}

customElements.define("yq-campaign-form", YqCampaignForm);
