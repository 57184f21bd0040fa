/** Defines <yq-diversion-rules>: the rules in their order, and a sheet that writes, approves and stops one. */

import { html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { PeoplePage } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Word } from "../words/index.ts";
import { diversionStyles } from "./diversion.styles.ts";
import { drawEditor, readRule } from "./editor.ts";
import { actionInWords, conditionsInWords, newRule, type Rule, type ShownRule, stateOf } from "./model.ts";
import { drawTried } from "./tried.ts";
import type { Tried } from "./model.ts";

const FAULTS = { conflict: "divConflict", own_work: "divOwnWork", bad_input: "divBadInput" } as const;
const PATH = "/staff/diversion/rules";
const LAST = 200;

type Queues = readonly (readonly [string, string])[];

export class YqDiversionRules extends PeoplePage {
  static override styles = [base, formStyles, peopleStyles, diversionStyles];
  static override properties = {
    ...PeoplePage.properties,
    rules: { state: true },
    open: { state: true },
    tried: { state: true },
    meant: { state: true },
  };

  declare rules: readonly ShownRule[];
  declare open: ShownRule | "new" | null;
  declare tried: Tried | null;
  /** That a rule is to be stopped was said once. */
  declare meant: boolean;
  #queues: Queues = [];

  constructor() {
    super();
    this.rules = [];
    this.open = null;
    this.tried = null;
    this.meant = false;
  }

  override render(): TemplateResult {
    const { say, language, open } = this;
    return html`${
      this.staff.may("diversion.write")
        ? html`<div class="bar">
            <button class="primary" data-testid="new-rule" @click=${() => this.#show("new")}>${say("divNew")}</button>
          </div>`
        : nothing
    }
      <p class="quiet">${say("divOrder")}</p>
      ${open ? nothing : this.told()} ${this.rules.length ? this.#table() : this.nothingHere(say("divNoRules"))}
      ${
        open
          ? html`<yq-sheet
              .heading=${say(open === "new" ? "divNew" : "divChange")}
              .language=${language}
              @gone=${() => this.#show(null)}
              >${this.#form(open === "new" ? null : open)}</yq-sheet
            >`
          : nothing
      }`;
  }

  protected override async load(): Promise<void> {
    const [found, queues] = await Promise.all([
      this.api.call<{ rules: ShownRule[] }>("GET", PATH),
      this.staff.may("routing.read")
        ? this.api.call<{ queues: { setup: { queue_id: string; name: string } }[] }>("GET", "/staff/queues")
        : { queues: [] },
    ]);
    this.#queues = queues.queues.map(({ setup }) => [setup.queue_id, setup.name] as const);
    this.rules = found.rules;
  }

  #table(): TemplateResult {
    const { say } = this;
    return html`<table data-testid="rules">
      <thead>
        <tr>
          <th scope="col">${say("divPlace")}</th>
          <th scope="col">${say("divName")}</th>
          <th scope="col" class="wide">${say("divWhen")}</th>
          <th scope="col">${say("divAction")}</th>
          <th scope="col">${say("divState")}</th>
          <th scope="col" class="wide">${say("divFired")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.rules.map((each) => this.#row(each))}
      </tbody>
    </table>`;
  }

  #row(each: ShownRule): TemplateResult {
    const { say } = this;
    const rule = each.live ?? each.draft;
    if (!rule) return html``;
    const when = conditionsInWords(rule.conditions, say).join(say("divAnd")) || say("divAlways");
    return html`<tr data-testid="rule">
      <td>${rule.place}</td>
      <td>
        <button class="open" @click=${() => this.#show(each)}>${rule.name}</button>
        <span class="narrow quiet">${when}</span>
      </td>
      <td class="wide">${when}</td>
      <td>${actionInWords(rule.action, say)}</td>
      <td><span class="chip" data-testid="state" data-live=${each.live !== null}>${say(stateOf(each))}</span></td>
      <td class="wide">${each.fired || ""}</td>
    </tr>`;
  }

  #form(each: ShownRule | null): TemplateResult {
    const { say } = this;
    const rule = each ? (each.draft ?? each.live) : newRule(this.rules);
    if (!rule) return html``;
    const may = this.staff.may("diversion.write");
    return html`${each ? this.#review(each) : nothing}
      <form @submit=${(event: SubmitEvent) => this.#save(event, each)} data-testid="rule-form">
        <fieldset ?disabled=${!may}>${drawEditor(rule, this.#queues, say)}</fieldset>
        ${this.told()}
        <div class="row">
          ${
            may
              ? html`<button class="primary" ?disabled=${this.busy} data-testid="save-draft">${say("divSaveDraft")}</button>`
              : nothing
          }
          <button type="button" class="secondary" ?disabled=${this.busy} data-testid="try-rule" @click=${(event: Event) => this.#try(event, each)}>
            ${say("divTryThis")}
          </button>
        </div>
      </form>
      ${this.tried ? drawTried(this.tried, say) : nothing} ${each && may ? this.#acts(each) : nothing}`;
  }

  /** What waits for approval, and beside it what applies meanwhile. */
  #review(each: ShownRule): TemplateResult | typeof nothing {
    const { say } = this;
    if (!each.draft) return nothing;
    const live = each.live;
    return html`<div class="review">
      <p>${say("divWaits", { name: each.draft_by || "—" })}</p>
      ${
        live
          ? html`<p class="quiet">
            ${say("divMeanwhile")} ${conditionsInWords(live.conditions, say).join(say("divAnd")) || say("divAlways")}
            → ${actionInWords(live.action, say)}
          </p>`
          : nothing
      }
      ${
        each.own_draft
          ? html`<p class="quiet" data-testid="others-approve">${say("divOthersApprove")}</p>`
          : this.staff.may("diversion.approve")
            ? html`<div class="row">${this.#button("approve", "primary", "divApprove", each)}</div>`
            : nothing
      }
    </div>`;
  }

  #acts(each: ShownRule): TemplateResult {
    const { say } = this;
    return html`<div class="acts">
      <div class="row">
        ${each.draft ? this.#button("discard", "secondary", "divDiscard", each) : nothing}
        ${
          !each.live
            ? nothing
            : this.meant
              ? this.#button("stop", "secondary danger", "divStopReally", each)
              : html`<button class="secondary" data-testid="do-stop" @click=${() => (this.meant = true)}>${say("divStop")}</button>`
        }
      </div>
    </div>`;
  }

  #button(what: string, look: string, word: Word, each: ShownRule): TemplateResult {
    return html`<button
      type="button"
      class=${look}
      data-testid=${what === "stop" ? "do-stop-really" : `do-${what}`}
      ?disabled=${this.busy}
      @click=${() => this.#do(`${PATH}/${each.rule_id}/${what}`, { revision: each.revision })}
    >
      ${this.say(word)}
    </button>`;
  }

  #show(what: ShownRule | "new" | null): void {
    this.trouble = this.done = "";
    this.tried = null;
    this.meant = false;
    this.open = what;
  }

  async #save(event: SubmitEvent, each: ShownRule | null): Promise<void> {
    event.preventDefault();
    const rule = readRule(event.target as HTMLFormElement);
    if (each) await this.#do(`${PATH}/${each.rule_id}/draft`, { rule, revision: each.revision });
    else await this.#do(PATH, { rule });
  }

  /** What the rule of the form would do, saved or not. */
  async #try(event: Event, each: ShownRule | null): Promise<void> {
    const form = (event.target as HTMLElement).closest("form");
    if (!form?.reportValidity()) return;
    const rule: Rule = readRule(form);
    await this.attempt(async () => {
      const body = { rule, of: each?.rule_id ?? "", last: LAST };
      this.tried = await this.api.call<Tried>("POST", "/staff/diversion/try", body);
    }, FAULTS);
  }

  async #do(path: string, body: unknown): Promise<void> {
    const done = await this.attempt(async () => {
      this.rules = (await this.api.call<{ rules: ShownRule[] }>("POST", path, body)).rules;
    }, FAULTS);
    if (!done) return;
    this.#show(null);
    this.done = this.say("saved");
  }
}

customElements.define("yq-diversion-rules", YqDiversionRules);
