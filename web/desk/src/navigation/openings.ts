/** Defines <yq-nav-openings>: the questions that customers are offered first. */

import { html, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { channelName } from "../conversations/channel.ts";
import { CHANNELS } from "../knowledge/model.ts";
import { field, PeoplePage, ticked } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import { listed } from "./model.ts";
import { navigationStyles } from "./navigation.styles.ts";

const ALL = "/staff/openings";
const DAY_HOURS = 24;

interface Opening {
  readonly opening_id: string;
  readonly question: string;
  readonly channels: readonly string[];
  readonly pages: readonly string[];
  readonly segments: readonly string[];
  readonly from_hour: number;
  readonly until_hour: number;
}

interface Openings {
  readonly openings: readonly Opening[];
}

export class YqNavOpenings extends PeoplePage {
  static override styles = [base, formStyles, peopleStyles, navigationStyles];
  static override properties = { ...PeoplePage.properties, found: { state: true } };

  declare found: readonly Opening[];

  constructor() {
    super();
    this.found = [];
  }

  override render(): TemplateResult {
    const { say } = this;
    const writes = this.staff.may("navigation.write");
    return html`<p class="quiet">${say("navOpeningsWhy")}</p>
      ${writes ? this.#form() : nothing} ${this.told()}
      ${
        this.found.length
          ? html`<ul class="places">${this.found.map((each) => this.#row(each, writes))}</ul>`
          : this.nothingHere(say("navNoOpenings"))
      }`;
  }

  protected override async load(): Promise<void> {
    this.found = (await this.api.call<Openings>("GET", ALL)).openings;
  }

  #row(each: Opening, writes: boolean): TemplateResult {
    const { say } = this;
    const hours =
      each.from_hour === 0 && each.until_hour === DAY_HOURS
        ? []
        : [`${say("navHour", { hour: each.from_hour })}–${say("navHour", { hour: each.until_hour })}`];
    const where = [
      ...each.channels.map((channel) => channelName(channel, say)),
      ...each.pages,
      ...each.segments,
      ...hours,
    ];
    return html`<li data-testid="opening">
      <h3><span dir="auto">${each.question}</span><span class="chip">${where.join(" · ")}</span></h3>
      ${
        writes
          ? html`<button
            class="secondary"
            data-testid="opening-remove"
            aria-label="${say("navRemove")} ${each.question}"
            ?disabled=${this.busy}
            @click=${() => this.#remove(each)}
          >
            ${say("navRemove")}
          </button>`
          : nothing
      }
    </li>`;
  }

  #form(): TemplateResult {
    const { say } = this;
    return html`<form @submit=${this.#add} data-testid="opening-form">
      <label
        >${say("navQuestion")}<input name="question" required maxlength="100" dir="auto" autocomplete="off"
      /></label>
      <fieldset>
        <legend>${say("navChannels")}</legend>
        <div class="bar">
          ${CHANNELS.map(
            (channel) =>
              html`<label class="tick"
                ><input type="checkbox" name="channel" value=${channel} />${channelName(channel, say)}</label
              >`,
          )}
        </div>
      </fieldset>
      <label>${say("navPages")}<input name="pages" placeholder="/cards" autocomplete="off" /></label>
      <label>${say("navSegments")}<input name="segments" autocomplete="off" /></label>
      <div class="bar">
        <label>${say("navHours")}${this.#hours("from", 0, 0)}</label>
        <label>${say("navHourTo")}${this.#hours("until", 1, DAY_HOURS)}</label>
        <button class="primary" data-testid="opening-add" ?disabled=${this.busy}>${say("navAdd")}</button>
      </div>
    </form>`;
  }

  /** The hours from one on, a day of them. */
  #hours(name: string, first: number, chosen: number): TemplateResult {
    const { say } = this;
    const hours = Array.from({ length: DAY_HOURS }, (_, place) => first + place);
    return html`<select name=${name}>
      ${hours.map((hour) => html`<option value=${hour} ?selected=${hour === chosen}>${say("navHour", { hour })}</option>`)}
    </select>`;
  }

  readonly #add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const body = {
      question: field(fields, "question"),
      channels: ticked(fields, "channel"),
      pages: listed(field(fields, "pages")),
      segments: listed(field(fields, "segments")),
      from_hour: Number(field(fields, "from")),
      until_hour: Number(field(fields, "until")),
    };
    const added = await this.attempt(async () => {
      this.found = (await this.api.call<Openings>("POST", ALL, body)).openings;
      form.reset();
    });
    if (added) this.done = this.say("navAdded");
  };

  async #remove({ opening_id }: Opening): Promise<void> {
    const removed = await this.attempt(async () => {
      this.found = (
        await this.api.call<Openings>("DELETE", `${ALL}/${encodeURIComponent(opening_id)}`)
      ).openings;
    });
    if (removed) this.done = this.say("navRemoved");
  }
}

customElements.define("yq-nav-openings", YqNavOpenings);
