/** Defines <yq-one-case>: what the customer told, what was done, and what can be done next. */

import { html, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { drawChannel } from "../conversations/channel.ts";
import { PeoplePage } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Word } from "../words/index.ts";
import { caseStyles } from "./cases.styles.ts";
import { drawDeadline, drawState } from "./chips.ts";
import { type Act, drawForward, drawReject, drawReply, drawReturn, drawSteps, type Forms } from "./forms.ts";
import { type CaseOwner, type Doable, doable, type OpenedCase, STEPS } from "./model.ts";

const DONE: Readonly<Record<string, Word>> = {
  take: "caseTakenDone",
  forward: "caseForwardedDone",
  return: "caseReturnedDone",
  reply: "caseDraftedDone",
  approve: "caseSentDone",
  reject: "caseRejectedDone",
  close: "caseClosedDone",
};

export class YqOneCase extends PeoplePage {
  static override styles = [base, formStyles, peopleStyles, caseStyles];
  static override properties = {
    ...PeoplePage.properties,
    number: { attribute: false },
    opened: { state: true },
    asking: { state: true },
  };

  declare number: string;
  declare opened: OpenedCase | null;
  /** Sending was pressed once, and is asked for once more. */
  declare asking: boolean;
  #owners: readonly CaseOwner[] = [];

  constructor() {
    super();
    this.number = "";
    this.opened = null;
    this.asking = false;
  }

  override render(): TemplateResult {
    const { say, opened } = this;
    return html`<p><a class="open" href="#cases" data-testid="back">${say("casesBack")}</a></p>
      <h2 tabindex="-1" data-testid="number">${this.number}</h2>
      ${opened ? this.#head(opened) : nothing} ${this.told()}
      ${opened ? this.#body(opened) : this.nothingHere("")}`;
  }

  protected override async load(): Promise<void> {
    const [opened, found] = await Promise.all([
      this.api.call<OpenedCase>("GET", `/staff/cases/${encodeURIComponent(this.number)}`),
      this.staff.may("cases.change")
        ? this.api.call<{ owners: CaseOwner[] }>("GET", "/staff/case-owners")
        : { owners: [] },
    ]);
    this.#owners = found.owners;
    this.opened = opened;
    this.renderRoot.querySelector("h2")?.focus();
  }

  #head({ case: one }: OpenedCase): TemplateResult {
    const { say, language } = this;
    return html`<p class="chips">
        ${drawState(one, say)} ${drawDeadline(one, Date.now(), say)}
        ${one.channel ? drawChannel(one.channel, say) : nothing}
      </p>
      <dl>
        <dt>${say("caseOwner")}</dt>
        <dd data-testid="owner">${one.owner || say("caseNobody")}</dd>
        <dt>${say("branch")}</dt>
        <dd>${one.branch}</dd>
        <dt>${say("caseDeadline")}</dt>
        <dd>${fullMoment(Date.parse(one.due_at), language)}</dd>
      </dl>`;
  }

  #body(opened: OpenedCase): TemplateResult {
    const { say } = this;
    const can = doable(opened, this.staff.me?.account_id ?? "", (right) => this.staff.may(right));
    return html`<div class="two">
      <div>
        <h3>${say("caseTold")}</h3>
        ${
          opened.told.length
            ? opened.told.map(
                (each) =>
                  html`<p class="said" data-testid="told">${each.text}<time datetime=${each.at}>${this.#at(each.at)}</time></p>`,
              )
            : html`<p class="quiet">${say("caseToldNothing")}</p>`
        }
        ${opened.case.state === "in_review" ? this.#review(opened, can) : nothing} ${this.#acts(opened, can)}
      </div>
      <div>
        <h3>${say("caseHistory")}</h3>
        ${drawSteps(opened, say, STEPS, (moment) => this.#at(moment))}
      </div>
    </div>`;
  }

  #review(opened: OpenedCase, can: Doable): TemplateResult {
    const { say } = this;
    return html`<h3>${say("caseWaits")}</h3>
      <p class="said" data-testid="draft">${opened.draft}</p>
      ${can.othersReview ? html`<p class="quiet" data-testid="others-review">${say("caseOthersReview")}</p>` : nothing}
      ${
        can.review
          ? html`<div class="row">${this.#send()}</div>
            ${drawReject(this.#forms)}`
          : nothing
      }`;
  }

  /** What was sent cannot be taken back, so it is asked for twice. */
  #send(): TemplateResult {
    const { say } = this;
    return this.asking
      ? html`<button class="primary" data-testid="approve-really" ?disabled=${this.busy} @click=${() => this.#act("approve")}>
          ${say("caseApproveReally")}
        </button>`
      : html`<button class="primary" data-testid="approve" @click=${() => (this.asking = true)}>
          ${say("caseApprove")}
        </button>`;
  }

  #acts(opened: OpenedCase, can: Doable): TemplateResult | typeof nothing {
    if (!(can.take || can.pass || can.write || can.close)) return nothing;
    const { say } = this;
    const { state, owner_id } = opened.case;
    const others = this.#owners.filter(({ account_id }) => account_id !== owner_id);
    return html`<h3>${say("caseActs")}</h3>
      <div class="row">
        ${this.#button(can.take, "take", owner_id === null ? "primary" : "secondary", "caseTake")}
        ${this.#button(can.close, "close", "primary", "caseClose")}
      </div>
      ${can.write ? drawReply(this.#forms, opened, state === "open" && !can.take) : nothing}
      ${can.pass && others.length ? drawForward(this.#forms, others) : nothing}
      ${can.giveBack ? drawReturn(this.#forms) : nothing}`;
  }

  #button(there: boolean, what: string, look: string, word: Word): TemplateResult | typeof nothing {
    return there
      ? html`<button class=${look} data-testid="do-${what}" ?disabled=${this.busy} @click=${() => this.#act(what)}>
          ${this.say(word)}
        </button>`
      : nothing;
  }

  get #forms(): Forms {
    return { say: this.say, act: this.#act, busy: this.busy };
  }

  /** Shows the case as it is then. What was refused leaves it as it was, and what was typed stays. */
  readonly #act: Act = async (what, body) => {
    this.asking = false;
    const path = `/staff/cases/${encodeURIComponent(this.number)}/${what}`;
    const done = await this.attempt(
      async () => {
        this.opened = await this.api.call<OpenedCase>("POST", path, body);
      },
      { conflict: "caseConflict" },
    );
    if (done) this.done = this.say(DONE[what] ?? "saved");
    return done;
  };

  #at(moment: string): string {
    return fullMoment(Date.parse(moment), this.language);
  }
}

customElements.define("yq-one-case", YqOneCase);
