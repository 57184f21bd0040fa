/** Defines <yq-record-requests>: a customer is found, something asked for, and somebody else approves it. */

import { css, html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { channelName } from "../conversations/channel.ts";
import { field, PeoplePage } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import { drawAsking, drawCustomer, drawLeft } from "./customer.ts";
import {
  type Customer,
  doable,
  type Found,
  type Kind,
  KINDS,
  REASONS,
  type Request,
  STATES,
} from "./model.ts";

const FAULTS = {
  conflict: "recordsConflict",
  not_allowed: "recordsOwn",
  too_large: "recordsTooLarge",
} as const;
const LONG_MS = 120_000;

export class YqRecordRequests extends PeoplePage {
  static override styles = [
    base,
    formStyles,
    peopleStyles,
    css`
      .found {
        margin: 0 0 16px;
        padding: 0;
        list-style: none;
      }
      .found li {
        padding: 4px 0;
      }
      h3 {
        margin: 16px 0 4px;
        font-size: 14px;
      }
      ul {
        margin: 0;
        padding-inline-start: 20px;
      }
    `,
  ];
  static override properties = {
    ...PeoplePage.properties,
    requests: { state: true },
    found: { state: true },
    customer: { state: true },
    open: { state: true },
    kind: { state: true },
    meant: { state: true },
  };

  declare requests: readonly Request[];
  declare found: { readonly customers: readonly Found[]; readonly more: boolean } | null;
  declare customer: Customer | null;
  declare open: Request | null;
  declare kind: Kind;
  /** What a click more does with the open request. */
  declare meant: "" | "approve" | "refuse";

  constructor() {
    super();
    this.requests = [];
    this.found = this.customer = this.open = null;
    this.kind = "export";
    this.meant = "";
  }

  override render(): TemplateResult {
    const { say, customer, open } = this;
    return html`${this.staff.may("records.ask") ? this.#finding() : nothing}
      ${customer || open ? nothing : this.told()}
      ${this.requests.length ? this.#table() : this.nothingHere(say("recordsNoRequests"))}
      ${customer ? this.#asking(customer) : nothing} ${open ? this.#one(open) : nothing}`;
  }

  protected override async load(): Promise<void> {
    this.requests = (await this.api.call<{ requests: Request[] }>("GET", "/staff/records/requests")).requests;
  }

  #finding(): TemplateResult {
    const { say, found } = this;
    return html`<form class="bar" data-testid="find-form" @submit=${this.#find}>
        <label class="grow">
          ${say("recordsFind")}
          <input name="text" type="search" required minlength="6" maxlength="256" autocomplete="off" />
          <span class="hint">${say("recordsFindHint")}</span>
        </label>
        <button class="primary" ?disabled=${this.busy} data-testid="find">${say("recordsFindDo")}</button>
      </form>
      ${
        found
          ? html`<div role="status" data-testid="found"><ul class="found">
              ${found.customers.map(
                (each) =>
                  html`<li>
                    <button class="open" data-testid="open-customer" @click=${() => void this.#look(each.who)}>
                      ${each.customer} · ${channelName(each.channel, say)}
                    </button>
                    <span class="quiet">${say("recordsKnownSince", { when: fullMoment(Date.parse(each.since), this.language) })}</span>
                  </li>`,
              )}
              ${found.customers.length ? nothing : html`<li class="quiet">${say("recordsNobody")}</li>`}
              ${found.more ? html`<li class="quiet">${say("recordsMore")}</li>` : nothing}
            </ul></div>`
          : nothing
      }`;
  }

  #table(): TemplateResult {
    const { say, language } = this;
    return html`<table data-testid="requests">
      <thead>
        <tr>
          <th scope="col">${say("customer")}</th>
          <th scope="col">${say("recordsKind")}</th>
          <th scope="col">${say("recordsState")}</th>
          <th scope="col" class="wide">${say("recordsReference")}</th>
          <th scope="col" class="wide">${say("recordsAsker")}</th>
          <th scope="col" class="wide">${say("when")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.requests.map((each) => {
          const kind = say(KINDS[each.kind][0]);
          return html`<tr data-testid="request" data-state=${each.state} data-kind=${each.kind}>
            <td>
              <button
                class="open"
                data-testid="open-request"
                aria-label=${say("recordsOpen", { customer: each.customer, kind })}
                @click=${() => this.#show(each)}
              >
                ${each.customer}
              </button>
            </td>
            <td>${kind}</td>
            <td>${stateOf(each, say)}</td>
            <td class="wide">${each.reference}</td>
            <td class="wide">${each.asker}</td>
            <td class="wide">${fullMoment(Date.parse(each.asked_at), language)}</td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  }

  #asking(customer: Customer): TemplateResult {
    const { say, language } = this;
    return html`<yq-sheet
      .heading=${say("recordsAbout", { customer: customer.who.slice(0, 6).toUpperCase() })}
      .language=${language}
      @gone=${() => (this.customer = null)}
    >
      ${drawCustomer(customer, say, language)} ${this.told()}
      ${drawAsking(this.kind, customer, (kind) => (this.kind = kind), this.#ask, this.busy, say)}
    </yq-sheet>`;
  }

  #one(request: Request): TemplateResult {
    const { say, language } = this;
    const { outcome } = request;
    const facts: readonly (readonly [string, string])[] = [
      [say("recordsState"), stateOf(request, say)],
      [say("recordsReason"), say(REASONS[request.reason] ?? "recordsReason")],
      [say("recordsReference"), request.reference],
      [say("recordsAsker"), `${request.asker} · ${fullMoment(Date.parse(request.asked_at), language)}`],
    ];
    return html`<yq-sheet
      .heading=${say("recordsOpen", { customer: request.customer, kind: say(KINDS[request.kind][0]) })}
      .language=${language}
      @gone=${() => (this.open = null)}
    >
      <dl data-testid="request-facts">
        ${facts.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}
        ${
          request.decided_at
            ? html`<dt>${say("recordsDecider")}</dt>
              <dd>${request.decider} · ${fullMoment(Date.parse(request.decided_at), language)}</dd>`
            : nothing
        }
      </dl>
      <p class="quiet">${say(KINDS[request.kind][1])}</p>
      ${outcome.why ? html`<p class="trouble">${say("recordsFailedWhy")}</p>` : nothing}
      ${
        outcome.left.length
          ? html`<h3>${say("recordsRemoved")}</h3>
            <p>
              ${outcome.rows.map(({ what, count }) => `${what} ${count}`).join(say("comma"))} ·
              ${say("recordsFiles", { files: outcome.files, logs: outcome.in_logs })}
            </p>
            <h3>${say("recordsKept")}</h3>
            ${drawLeft(outcome.left, say)}`
          : nothing
      }
      ${this.told()} ${this.#acts(request)}
    </yq-sheet>`;
  }

  #acts(request: Request): TemplateResult | typeof nothing {
    const { say, meant } = this;
    const can = doable(request, (right) => this.staff.may(right));
    if (can.take && request.ready_until)
      return html`<div class="acts">
        <p class="quiet">${say("recordsTakeUntil", { when: fullMoment(Date.parse(request.ready_until), this.language) })}</p>
        <div class="row">
          <button class="primary" ?disabled=${this.busy} data-testid="take" @click=${() => void this.#take(request)}>
            ${say("recordsTake")}
          </button>
        </div>
      </div>`;
    if (request.ready_until) return html`<p class="quiet">${say("recordsTakeMine")}</p>`;
    if (!can.close) return nothing;
    const close = say(request.mine ? "recordsWithdraw" : "recordsRefuse");
    if (meant)
      return html`<div class="acts">
        ${meant === "approve" && request.kind === "erase" ? html`<p role="status">${say("recordsEraseReally")}</p>` : nothing}
        <div class="row">
          <button
            class="secondary danger"
            ?disabled=${this.busy}
            data-testid="really"
            @click=${() => void this.#decide(request, meant)}
          >
            ${say("recordsReally", { what: meant === "approve" ? say("recordsApprove") : close })}
          </button>
          <button class="secondary" @click=${() => (this.meant = "")}>${say("cancel")}</button>
        </div>
      </div>`;
    return html`<div class="acts">
      ${request.mine ? html`<p class="quiet">${say("recordsOthers")}</p>` : nothing}
      <div class="row">
        ${
          can.approve
            ? html`<button class="primary" data-testid="approve" @click=${() => (this.meant = "approve")}>
              ${say("recordsApprove")}
            </button>`
            : nothing
        }
        <button class="secondary" data-testid="refuse" @click=${() => (this.meant = "refuse")}>${close}</button>
      </div>
    </div>`;
  }

  #show(request: Request): void {
    this.trouble = this.done = this.meant = "";
    this.open = request;
  }

  readonly #find = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const text = field(new FormData(event.target as HTMLFormElement), "text");
    await this.attempt(async () => {
      this.found = await this.api.call("GET", `/staff/records/found?${new URLSearchParams({ text })}`);
    });
  };

  async #look(who: string): Promise<void> {
    await this.attempt(async () => {
      this.customer = await this.api.call<Customer>("GET", `/staff/records/customers/${who}`);
    });
  }

  readonly #ask = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { customer, kind } = this;
    if (!customer) return;
    const form = new FormData(event.target as HTMLFormElement);
    const body = {
      who: customer.who,
      kind,
      reason: field(form, "reason"),
      reference: field(form, "reference"),
    };
    const done = await this.attempt(async () => {
      await this.api.call("POST", "/staff/records/requests", body);
      await this.load();
    }, FAULTS);
    if (!done) return;
    this.customer = this.found = null;
    this.done = this.say("recordsAskedDone");
  };

  async #decide(request: Request, how: "approve" | "refuse"): Promise<void> {
    const done = await this.attempt(async () => {
      await this.api.call("POST", `/staff/records/requests/${request.request_id}/${how}`);
      await this.load();
    }, FAULTS);
    this.meant = "";
    if (!done) return;
    this.open = null;
    this.done = this.say(how === "approve" ? "recordsApprovedDone" : "recordsRefusedDone");
  }

  async #take(request: Request): Promise<void> {
    await this.attempt(async () => {
      const path = `/staff/records/requests/${request.request_id}/archive`;
      const file = await this.api.call<{ name: string; content: string }>("POST", path, undefined, LONG_MS);
      const bytes = Uint8Array.from(atob(file.content), (each) => each.charCodeAt(0));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
      link.download = file.name;
      link.click();
      URL.revokeObjectURL(link.href);
    }, FAULTS);
  }
}

function stateOf(request: Request, say: YqRecordRequests["say"]): string {
  const word = STATES[request.state];
  return word ? say(word) : request.state;
}

customElements.define("yq-record-requests", YqRecordRequests);
