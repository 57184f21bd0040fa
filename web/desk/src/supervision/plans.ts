/** Defines <yq-report-plans>: reports that go out by mail again and again. */

import { css, html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { field, PeoplePage, ticked } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Word } from "../words/index.ts";
import { BY, EVERY, type Plan, troubleOf } from "./planned.ts";

interface Person {
  readonly account_id: string;
  readonly name: string;
  readonly has_email: boolean;
}

export class YqReportPlans extends PeoplePage {
  static override styles = [
    base,
    formStyles,
    peopleStyles,
    css`
      h2 {
        margin: 24px 0 8px;
        font-size: 16px;
      }
      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
        gap: 12px;
      }
    `,
  ];
  static override properties = {
    ...PeoplePage.properties,
    plans: { state: true },
    hasMail: { state: true },
    people: { state: true },
    meant: { state: true },
  };

  declare plans: readonly Plan[];
  declare hasMail: boolean;
  /** Who can get one, while a plan is made; null before. */
  declare people: readonly Person[] | null;
  /** The plan that a click more ends. */
  declare meant: string;

  constructor() {
    super();
    this.plans = [];
    this.people = null;
    this.hasMail = true;
    this.meant = "";
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<h2>${say("svPlans")}</h2>
      ${this.people ? nothing : this.told()}
      ${this.hasMail ? nothing : html`<p class="trouble" data-testid="no-mail">${say("svNoMail")}</p>`}
      ${this.plans.length ? this.#table() : this.nothingHere(say("svNoPlans"))}
      <p class="more">
        <button class="secondary" ?disabled=${this.busy} data-testid="plan" @click=${this.#begin}>${say("svPlan")}</button>
      </p>
      ${this.people ? this.#form(this.people) : nothing}`;
  }

  protected override async load(): Promise<void> {
    const told = await this.api.call<{ plans: Plan[]; has_mail: boolean }>("GET", "/staff/reports/plans");
    this.plans = told.plans;
    this.hasMail = told.has_mail;
  }

  #table(): TemplateResult {
    const { say } = this;
    return html`<table data-testid="plans">
      <thead>
        <tr>
          <th scope="col">${say("svReports")}</th>
          <th scope="col">${say("svPlanTo")}</th>
          <th scope="col" class="wide">${say("svPlanNext")}</th>
          <th scope="col">${say("svPlanState")}</th>
          <th scope="col"><span class="hidden">${say("svActions")}</span></th>
        </tr>
      </thead>
      <tbody>
        ${this.plans.map((each) => this.#row(each))}
      </tbody>
    </table>`;
  }

  #row(plan: Plan): TemplateResult {
    const { say, language } = this;
    const by = BY.find(([name]) => name === plan.by)?.[1];
    const trouble = troubleOf(plan);
    return html`<tr data-testid="plan-row" data-code=${plan.code}>
      <td>
        ${say(EVERY[plan.every] ?? "svEveryDay")} ${String(plan.hour).padStart(2, "0")}:00 ·
        ${by ? say(by) : plan.by} · ${plan.form === "csv" ? "CSV" : "Excel"}
      </td>
      <td>${plan.to.map((each) => (each.has_address ? each.name : `${each.name} (${say("svNoAddress")})`)).join(say("comma"))}</td>
      <td class="wide">${fullMoment(Date.parse(plan.due_at), language)}</td>
      <td>
        ${
          trouble
            ? html`<span class="off" data-testid="plan-trouble">${say(trouble, { count: plan.given_up })}</span>`
            : plan.waiting
              ? say("svPlanWaiting", { count: plan.waiting })
              : plan.sent_at
                ? say("svPlanSent", { when: fullMoment(Date.parse(plan.sent_at), language) })
                : say("svPlanNotYet")
        }
      </td>
      <td>
        ${trouble ? html`<button class="secondary small" data-testid="plan-again" @click=${() => void this.#again(plan)}>${say("retry")}</button>` : nothing}
        ${
          this.meant === plan.plan_id
            ? html`<button class="secondary small danger" data-testid="plan-end-really" @click=${() => void this.#end(plan)}>
                ${say("svPlanEndReally")}
              </button>
              <button class="secondary small" @click=${() => (this.meant = "")}>${say("cancel")}</button>`
            : html`<button class="secondary small" data-testid="plan-end" @click=${() => (this.meant = plan.plan_id)}>
                ${say("svPlanEnd")}
              </button>`
        }
      </td>
    </tr>`;
  }

  #form(people: readonly Person[]): TemplateResult {
    const { say } = this;
    const options = (of: readonly (readonly [string, Word])[], chosen: string): TemplateResult[] =>
      of.map(
        ([value, word]) => html`<option value=${value} ?selected=${value === chosen}>${say(word)}</option>`,
      );
    const hours = Array.from({ length: 24 }, (_, hour) => hour);
    return html`<yq-sheet .heading=${say("svPlan")} .language=${this.language} @gone=${() => (this.people = null)}>
      <form data-testid="plan-form" @submit=${this.#add}>
        <div class="pair">
          <label>${say("svBy")}<select name="by">${options(BY, "queue")}</select></label>
          <label>${say("svEvery")}<select name="every">${options(Object.entries(EVERY), "day")}</select></label>
          <label>
            ${say("svAtHour")}
            <select name="hour">
              ${hours.map((hour) => html`<option value=${hour} ?selected=${hour === 8}>${String(hour).padStart(2, "0")}:00</option>`)}
            </select>
          </label>
          <label>
            ${say("svForm")}
            <select name="form"><option value="xlsx">Excel</option><option value="csv">CSV</option></select>
          </label>
        </div>
        <fieldset>
          <legend>${say("svPlanTo")}</legend>
          <div class="ticks">
            ${people.map(
              (each) =>
                html`<label class="tick">
                  <input type="checkbox" name="to" value=${each.account_id} ?disabled=${!each.has_email} />
                  ${each.name}${each.has_email ? nothing : html` <span class="quiet">${say("svNoAddress")}</span>`}
                </label>`,
            )}
          </div>
          <span class="hint">${say("svPlanHint")}</span>
        </fieldset>
        ${this.told()}
        <div class="row"><button class="primary" ?disabled=${this.busy} data-testid="plan-do">${say("save")}</button></div>
      </form>
    </yq-sheet>`;
  }

  readonly #begin = async (): Promise<void> => {
    await this.attempt(async () => {
      const found = await this.api.call<{ accounts: Person[] }>("GET", "/staff/accounts?state=active");
      this.people = found.accounts;
    });
  };

  readonly #add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const to = ticked(form, "to");
    if (!to.length) {
      this.trouble = this.say("svPlanNobody");
      return;
    }
    const body = {
      by: field(form, "by"),
      every: field(form, "every"),
      hour: Number(field(form, "hour")),
      form: field(form, "form"),
      language: this.language,
      account_ids: to,
    };
    const done = await this.attempt(
      async () => {
        await this.api.call("POST", "/staff/reports/plans", body);
        await this.load();
      },
      { conflict: "svPlanMany" },
    );
    if (!done) return;
    this.people = null;
    this.done = this.say("svPlanDone");
  };

  async #again(plan: Plan): Promise<void> {
    await this.attempt(async () => {
      await this.api.call("POST", `/staff/reports/plans/${plan.plan_id}/again`);
      await this.load();
    });
  }

  async #end(plan: Plan): Promise<void> {
    this.meant = "";
    await this.attempt(async () => {
      await this.api.call("DELETE", `/staff/reports/plans/${plan.plan_id}`);
      await this.load();
    });
  }
}

customElements.define("yq-report-plans", YqReportPlans);
