/** Defines <yq-calendars>: when queues are open: the week, holidays, workdays moved to a weekend. */

import { html, nothing, type TemplateResult } from "lit";
import { readWords } from "./lines.ts";
import { field } from "./page.ts";
import { type Calendar, type Versioned, WEEKDAYS } from "./routing.ts";
import { SetupsPage } from "./setups.ts";

export class YqCalendars extends SetupsPage<Calendar> {
  protected override readonly kind = {
    name: "calendar",
    make: "newCalendar",
    change: "changeCalendar",
    none: "noCalendars",
  } as const;

  protected override async load(): Promise<void> {
    const answer = await this.api.call<{ calendars: Versioned<Calendar>[] }>("GET", "/staff/calendars");
    this.setups = answer.calendars;
  }

  protected override table(): TemplateResult {
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
        ${this.setups.map(
          (each) =>
            html`<tr data-testid="calendar">
              <td>
                <button class="open" data-calendar=${each.setup.calendar_id} @click=${() => this.show(each)}>
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

  protected override form(each: Versioned<Calendar> | null): TemplateResult {
    const { say } = this;
    const calendar = each?.setup;
    return html`<form @submit=${(event: SubmitEvent) => this.#save(event, each)} data-testid="calendar-form">
      <fieldset ?disabled=${!this.changes}>
        ${this.idField(each)}
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
      ${this.told()} ${this.saveButton()}
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
    await this.put(each, setup.calendar_id, setup, { conflict: "faultChanged", bad_input: "faultLines" });
  }
}

customElements.define("yq-calendars", YqCalendars);
