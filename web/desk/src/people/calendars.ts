/** Defines <yq-calendars>: when queues are open: the week, holidays, workdays moved to a weekend. */

import { html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { readWords } from "./lines.ts";
import { field, PeoplePage } from "./page.ts";
import { type Calendar, type Versioned, WEEKDAYS } from "./routing.ts";

export class YqCalendars extends PeoplePage {
  static override properties = {
    ...PeoplePage.properties,
    calendars: { state: true },
    open: { state: true },
  };

  declare calendars: readonly Versioned<Calendar>[];
  /** The calendar in the sheet; "new" for one that is to be made. */
  declare open: Versioned<Calendar> | "new" | null;

  constructor() {
    super();
    this.calendars = [];
    this.open = null;
  }

  override render(): TemplateResult {
    const { say, language, open } = this;
    return html`${
      this.#changes
        ? html`<div class="bar">
            <button class="primary" data-testid="new-calendar" @click=${() => this.#show("new")}>
              ${say("newCalendar")}
            </button>
          </div>`
        : nothing
    }
      ${open ? nothing : this.told()}
      ${this.calendars.length ? this.#table() : this.nothingHere(say("noCalendars"))}
      ${
        open
          ? html`<yq-sheet
            .heading=${say(open === "new" ? "newCalendar" : "changeCalendar")}
            .language=${language}
            @gone=${() => this.#show(null)}
            >${this.#form(open === "new" ? null : open)}</yq-sheet
          >`
          : nothing
      }`;
  }

  protected override async load(): Promise<void> {
    const answer = await this.api.call<{ calendars: Versioned<Calendar>[] }>("GET", "/staff/calendars");
    this.calendars = answer.calendars;
  }

  get #changes(): boolean {
    return this.staff.may("routing.change");
  }

  #show(what: Versioned<Calendar> | "new" | null): void {
    this.trouble = this.done = "";
    this.open = what;
  }

  #table(): TemplateResult {
    const { say } = this;
    return html`<table data-testid="calendars">
      <thead>
        <tr>
          <th scope="col">${say("name")}</th>
          <th scope="col">${say("zone")}</th>
          <th scope="col">${say("holidays")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.calendars.map(
          (each) =>
            html`<tr data-testid="calendar">
              <td>
                <button class="open" data-calendar=${each.setup.calendar_id} @click=${() => this.#show(each)}>
                  ${each.setup.name}
                </button>
                ${each.setup.emergency ? html`<span class="off">${say("closedNow")}</span>` : nothing}
              </td>
              <td>${each.setup.zone}</td>
              <td>${say("holidayCount", { count: each.setup.holidays.length })}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #form(each: Versioned<Calendar> | null): TemplateResult {
    const { say } = this;
    const calendar = each?.setup;
    return html`<form @submit=${(event: SubmitEvent) => this.#save(event, each)} data-testid="calendar-form">
      <fieldset ?disabled=${!this.#changes}>
        ${
          each
            ? nothing
            : html`<label>
              ${say("queueId")}
              <input name="calendar_id" required pattern="[a-z][a-z0-9_]*" maxlength="32" autocapitalize="none" />
              <span class="hint">${say("idHint")}</span>
            </label>`
        }
        <label>${say("name")}<input name="name" required maxlength="40" .defaultValue=${calendar?.name ?? ""} /></label>
        <label>
          ${say("zone")}<input name="zone" required .defaultValue=${calendar?.zone ?? "Asia/Shanghai"} />
        </label>
        <fieldset>
          <legend>${say("weeklyHours")}</legend>
          ${WEEKDAYS.map(
            (word, day) =>
              html`<label class="right">
                ${say(word)}<input name="day-${day}" placeholder="08:30-17:30" .defaultValue=${calendar?.weekly[day]?.join(", ") ?? ""} />
              </label>`,
          )}
          <p class="hint">${say("hoursHint")}</p>
        </fieldset>
        ${this.#days("holidays", say("holidays"), calendar?.holidays)}
        ${this.#days("workdays", say("workdays"), calendar?.workdays)}
        <label class="tick">
          <input name="emergency" type="checkbox" ?checked=${calendar?.emergency ?? false} />${say("emergency")}
        </label>
        <p class="hint">${say("emergencyWhy")}</p>
      </fieldset>
      ${this.told()}
      ${
        this.#changes
          ? html`<div class="row">
            <button class="primary" ?disabled=${this.busy} data-testid="save">${say("save")}</button>
          </div>`
          : nothing
      }
    </form>`;
  }

  #days(name: string, label: string, days: readonly string[] = []): TemplateResult {
    return html`<label>
      ${label}
      <textarea name=${name} rows="2" .defaultValue=${days.join(" ")}></textarea>
      <span class="hint">${this.say("datesHint")}</span>
    </label>`;
  }

  async #save(event: SubmitEvent, each: Versioned<Calendar> | null): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const setup = {
      ...each?.setup,
      calendar_id: each?.setup.calendar_id ?? field(form, "calendar_id"),
      name: field(form, "name"),
      zone: field(form, "zone"),
      weekly: WEEKDAYS.map((_, day) => readWords(field(form, `day-${day}`))),
      holidays: readWords(field(form, "holidays")),
      workdays: readWords(field(form, "workdays")),
      emergency: form.has("emergency"),
    };
    const saved = await this.attempt(
      async () => {
        if (each)
          await this.api.call("PUT", `/staff/calendars/${setup.calendar_id}`, {
            version: each.version,
            setup,
          });
        else await this.api.call("POST", "/staff/calendars", { setup });
        await this.load();
      },
      { conflict: "faultChanged", bad_input: "faultLines" },
    );
    if (!saved) return;
    this.#show(null);
    this.done = this.say("saved");
  }
}

customElements.define("yq-calendars", YqCalendars);
