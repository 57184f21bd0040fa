/** Defines <yq-recording-list>: the recordings within one's reach, the newest first. */

import { css, html, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { field, PeoplePage } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import { FLOWS, type Recording, type Recordings, STATES } from "./model.ts";

/** How many the hub gives at once. */
const PAGE = 100;

export class YqRecordingList extends PeoplePage {
  static override styles = [
    base,
    formStyles,
    peopleStyles,
    css`
      .tick {
        align-self: end;
        min-height: 40px;
      }
    `,
  ];
  static override properties = {
    ...PeoplePage.properties,
    recordings: { state: true },
    scripts: { state: true },
    more: { state: true },
  };

  declare recordings: readonly Recording[];
  declare scripts: Readonly<Record<string, string>>;
  declare more: boolean;
  #script = "";
  #lacking = false;

  constructor() {
    super();
    this.recordings = [];
    this.scripts = {};
    this.more = false;
  }

  override render(): TemplateResult {
    const { say } = this;
    const empty = this.#script || this.#lacking ? say("rcNoneFound") : say("rcNone");
    return html`<form class="bar" @submit=${this.#search}>
        <label>
          ${say("rcFlow")}
          <select name="script" data-testid="script">
            <option value="">${say("rcAnyFlow")}</option>
            ${Object.entries(this.scripts).map(([name, words]) => html`<option value=${name}>${words}</option>`)}
          </select>
        </label>
        <label class="tick"><input type="checkbox" name="lacking" value="yes" data-testid="lacking" />${say("rcLackingOnly")}</label>
        <button class="primary" ?disabled=${this.busy} data-testid="search">${say("search")}</button>
      </form>
      ${this.told()} ${this.recordings.length ? this.#table() : this.nothingHere(empty)}
      ${
        this.more
          ? html`<button class="secondary more" ?disabled=${this.busy} @click=${this.#older}>${say("showMore")}</button>`
          : nothing
      }`;
  }

  protected override async load(): Promise<void> {
    await this.#ask("");
  }

  #table(): TemplateResult {
    const { say, language } = this;
    return html`<table data-testid="recordings">
      <thead>
        <tr>
          <th scope="col">${say("rcFlow")}</th>
          <th scope="col">${say("rcState")}</th>
          <th scope="col" class="wide">${say("rcAgent")}</th>
          <th scope="col" class="wide">${say("rcKeptUntil")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.recordings.map(
          (each) =>
            html`<tr data-testid="recording" data-lacks=${each.lacks.length}>
              <td>
                <a class="open" data-testid="open-recording" href="#recordings/${each.recording_id}"
                  >${language === "zh" ? each.zh : each.en}</a
                >
                <div class="quiet">${fullMoment(Date.parse(each.agreed_at), language)}</div>
                <div class="narrow quiet">${each.agent}</div>
              </td>
              <td>
                ${say(STATES[each.state])}
                <div class="quiet">${say(FLOWS[each.flow])}</div>
                ${
                  each.lacks.length
                    ? html`<div class="off" data-testid="lacks">${say("rcLacksCount", { count: String(each.lacks.length) })}</div>`
                    : nothing
                }
              </td>
              <td class="wide">${each.agent}</td>
              <td class="wide">${this.#kept(each)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #kept({ held, kept_until, state }: Recording): string {
    if (state === "removed") return "–";
    if (held) return this.say("rcHeldFor");
    return kept_until ? fullMoment(Date.parse(kept_until), this.language) : this.say("rcForGood");
  }

  readonly #search = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    this.#script = field(form, "script");
    this.#lacking = field(form, "lacking") === "yes";
    await this.attempt(() => this.#ask(""));
  };

  readonly #older = async (): Promise<void> => {
    await this.attempt(() => this.#ask(this.recordings.at(-1)?.agreed_at ?? ""));
  };

  async #ask(before: string): Promise<void> {
    const query = new URLSearchParams({
      script: this.#script,
      lacking: String(this.#lacking),
      ...(before ? { before } : {}),
    });
    const found = await this.api.call<Recordings>("GET", `/staff/recordings?${query}`);
    this.recordings = before ? [...this.recordings, ...found.recordings] : found.recordings;
    this.scripts = found.scripts;
    this.more = found.recordings.length === PAGE;
  }
}

customElements.define("yq-recording-list", YqRecordingList);
