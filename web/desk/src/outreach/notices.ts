/** Defines <yq-outreach-notices>: what the bank has sent, the newest first, and what became of it. */

import { html, nothing, type TemplateResult } from "lit";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { PeoplePage } from "../people/page.ts";
import { kindName, type Notice, type State, STATES, whyDropped } from "./model.ts";

const PAGE = 100;

export class YqOutreachNotices extends PeoplePage {
  static override properties = {
    ...PeoplePage.properties,
    notices: { state: true },
    wanted: { state: true },
    more: { state: true },
  };

  declare notices: readonly Notice[];
  declare wanted: State | "";
  /** There may be older ones. */
  declare more: boolean;

  constructor() {
    super();
    this.notices = [];
    this.wanted = "";
    this.more = false;
  }

  override render(): TemplateResult {
    const { say } = this;
    const states = Object.entries(STATES);
    return html`<div class="bar">
        <label>
          ${say("outState")}
          <select data-testid="wanted" @change=${this.#choose}>
            <option value="">${say("outAll")}</option>
            ${states.map(([state, word]) => html`<option value=${state}>${say(word)}</option>`)}
          </select>
        </label>
        <button class="secondary" data-testid="refresh" ?disabled=${this.busy} @click=${this.reload}>
          ${say("refresh")}
        </button>
      </div>
      ${this.told()} ${this.notices.length ? this.#table() : this.nothingHere(say("outNothing"))}
      ${
        this.more
          ? html`<button class="secondary more" ?disabled=${this.busy} @click=${this.#older}>${say("outOlder")}</button>`
          : nothing
      }`;
  }

  protected override async load(): Promise<void> {
    this.notices = await this.#page("");
  }

  readonly #choose = (event: Event): void => {
    this.wanted = (event.target as HTMLSelectElement).value as State | "";
    void this.reload();
  };

  readonly #older = async (): Promise<void> => {
    const last = this.notices.at(-1);
    if (!last) return;
    await this.attempt(async () => {
      this.notices = [...this.notices, ...(await this.#page(last.received_at))];
    });
  };

  async #page(before: string): Promise<readonly Notice[]> {
    const query = new URLSearchParams();
    if (this.wanted) query.set("state", this.wanted);
    if (before) query.set("before", before);
    const path = `/staff/outreach/notices${query.size ? `?${query}` : ""}`;
    const { notices } = await this.api.call<{ notices: Notice[] }>("GET", path);
    this.more = notices.length === PAGE;
    return notices;
  }

  #table(): TemplateResult {
    const { say, language } = this;
    return html`<table data-testid="notices">
      <thead>
        <tr>
          <th scope="col">${say("outReceived")}</th>
          <th scope="col">${say("outKind")}</th>
          <th scope="col">${say("outState")}</th>
          <th scope="col" class="wide">${say("outMessage")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.notices.map(
          (each) => html`<tr data-testid="notice">
            <td>${fullMoment(Date.parse(each.received_at), language)}</td>
            <td>${kindName(each.kind, say)}</td>
            <td>${say(STATES[each.state])}${this.#more(each)}</td>
            <td class="wide"><span class="quiet">${each.message || each.event}</span></td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #more(each: Notice): TemplateResult | typeof nothing {
    const { say, language } = this;
    if (each.code) return html`<br /><span class="quiet">${whyDropped(each.code, say)}</span>`;
    if (each.state !== "waiting" || !each.due_at) return nothing;
    const moment = fullMoment(Date.parse(each.due_at), language);
    return html`<br /><span class="quiet">${say("outDueAt", { moment })}</span>`;
  }
}

customElements.define("yq-outreach-notices", YqOutreachNotices);
