/** Defines <yq-kb-work-items>: answers that somebody has to look at, because of what became of them. */

import { html, nothing, type TemplateResult } from "lit";
import { moment } from "@yuanqiao/shared/words/moment.ts";
import type { Word } from "../words/index.ts";
import { KnowledgePage, typed } from "./page.ts";
import { CAUSES, type Cause, OUTCOMES, REASONS, type WorkItem, type WorkOwner } from "./work-item.ts";

type Form = "assign" | "resolve";

export class YqKbWorkItems extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    items: { state: true },
    last: { state: true },
    form: { state: true },
  };

  declare items: readonly WorkItem[];
  /** What the next page is asked with; empty at the end. */
  declare last: string;
  /** The form that is open, and on which item. */
  declare form: { readonly item: string; readonly kind: Form } | null;
  #owners: readonly WorkOwner[] = [];
  readonly #wanted = new Map<string, string>([["state", "open"]]);

  constructor() {
    super();
    this.items = [];
    this.last = "";
    this.form = null;
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<p class="quiet">${say("kbWorkWhy")}</p>
      ${this.#bar()} ${this.told()}
      ${
        this.items.length
          ? html`<ul class="rows" data-testid="work-items">
            ${this.items.map((each) => this.#row(each))}
          </ul>`
          : this.nothingHere(say(this.#narrowed ? "kbNoMatch" : "kbNoWork"))
      }
      ${
        this.last
          ? html`<p><button class="secondary" data-testid="more" ?disabled=${this.busy} @click=${() => void this.attempt(() => this.#ask(true))}>
            ${say("showMore")}
          </button></p>`
          : nothing
      }`;
  }

  protected override async load(): Promise<void> {
    if (this.staff.may("knowledge.edit") && !this.#owners.length)
      this.#owners = (await this.api.call<{ owners: WorkOwner[] }>("GET", "/staff/kb/work-owners")).owners;
    await this.#ask(false);
  }

  get #narrowed(): boolean {
    return this.#wanted.size > 1 || this.#wanted.get("state") !== "open";
  }

  async #ask(further: boolean): Promise<void> {
    const query = new URLSearchParams([...this.#wanted]);
    if (further) query.set("after", this.last);
    const path = `/staff/kb/work-items?${query}`;
    const answer = await this.api.call<{ items: WorkItem[]; after: string }>("GET", path);
    this.items = further ? [...this.items, ...answer.items] : answer.items;
    this.last = answer.after;
  }

  #bar(): TemplateResult {
    const { say } = this;
    const choose = (name: string) => (event: Event) => this.#want(name, typed(event));
    const tick = (name: string, value: string) => (event: Event) =>
      this.#want(name, (event.target as HTMLInputElement).checked ? value : "");
    return html`<div class="bar">
      <select aria-label=${say("kbState")} data-testid="work-state" @change=${choose("state")}>
        <option value="open">${say("kbWorkOpen")}</option>
        <option value="done">${say("kbWorkDone")}</option>
      </select>
      <select aria-label=${say("kbWorkCause")} data-testid="work-kind" @change=${choose("kind")}>
        <option value="">${say("kbWorkAnyCause")}</option>
        ${Object.entries(CAUSES).map(([kind, word]) => html`<option value=${kind}>${say(word)}</option>`)}
      </select>
      <label class="tick"
        ><input type="checkbox" data-testid="work-overdue" @change=${tick("overdue", "true")} />${say("kbWorkOverdueOnly")}</label
      >
      <label class="tick"
        ><input
          type="checkbox"
          data-testid="work-mine"
          @change=${tick("owner", this.staff.me?.account_id ?? "")}
        />${say("kbMineOnly")}</label
      >
    </div>`;
  }

  #want(name: string, value: string): void {
    if (value) this.#wanted.set(name, value);
    else this.#wanted.delete(name);
    this.form = null;
    void this.attempt(() => this.#ask(false));
  }

  #row(item: WorkItem): TemplateResult {
    const { say } = this;
    const open = item.state === "open";
    return html`<li class="gap" data-testid="work-item">
      <div class="row">
        <a href="#knowledge/articles/${encodeURIComponent(item.article_id)}" dir="auto">${item.title}</a>
        ${Object.entries(item.counts).map(
          ([kind, count]) => html`<span class="chip">${say(CAUSES[kind] ?? "kbWorkCause")} ${count}</span>`,
        )}
      </div>
      <span class="quiet">
        ${
          open
            ? html`<span class=${item.overdue ? "stops" : ""} data-testid=${item.overdue ? "overdue" : "due"}
              >${say(item.overdue ? "kbWorkOverdue" : "kbWorkDue", { day: item.due_on })}</span
            > · ${say("kbOwner")} <bdi>${item.owner || say("kbNobody")}</bdi>`
            : this.#done(item)
        }
        ${this.#moved(item)}
      </span>
      <ul class="problems" aria-label=${say("kbWorkCause")}>
        ${item.causes.map((each) => this.#cause(each))}
      </ul>
      ${open && this.staff.may("knowledge.edit") ? this.#acts(item) : nothing}
    </li>`;
  }

  #done(item: WorkItem): TemplateResult {
    const { say } = this;
    return html`<span data-testid="outcome">${say(OUTCOMES[item.outcome ?? ""] ?? "kbWorkDone")}</span>
      · <bdi>${item.done_by}</bdi> ${item.done_at ? this.#time(item.done_at) : nothing}
      ${item.remark ? html`<br /><bdi>${item.remark}</bdi>` : nothing}`;
  }

  /** Where there is a newer version than the one that it happened to. */
  #moved(item: WorkItem): TemplateResult | typeof nothing {
    const [newest] = item.causes;
    return newest && item.version > newest.version
      ? html` · ${this.say("kbWorkMoved", { version: item.version })}`
      : nothing;
  }

  #cause(cause: Cause): TemplateResult {
    const { say } = this;
    const reason = cause.reason ? REASONS[cause.reason] : undefined;
    return html`<li data-testid="work-cause">
      <span class="quiet"
        >${say(CAUSES[cause.kind] ?? "kbWorkCause")} · ${this.#time(cause.happened_at)} ·
        ${say("kbWorkVersion", { version: cause.version })}${reason ? html` · ${say(reason)}` : nothing}${
          cause.told_by ? html` · <bdi>${cause.told_by}</bdi>` : nothing
        }</span
      >
      ${cause.question ? html`<div>${say("kbWorkAsked")}<bdi>${cause.question}</bdi></div>` : nothing}
      ${
        cause.words
          ? html`<div>${say(cause.kind === "correction" ? "kbWorkBetter" : "kbWorkSaid")}<bdi>${cause.words}</bdi></div>`
          : nothing
      }
    </li>`;
  }

  #time(at: string): string {
    return moment(Date.parse(at), Date.now(), this.language);
  }

  #acts(item: WorkItem): TemplateResult {
    const { say } = this;
    const opened = this.form?.item === item.item_id ? this.form.kind : "";
    const button = (kind: Form, word: Word): TemplateResult => html`<button
      class=${kind === "resolve" ? "primary" : "secondary"}
      aria-label="${say(word)} ${item.title}"
      aria-expanded=${opened === kind}
      data-testid="work-${kind}"
      @click=${() => (this.form = opened === kind ? null : { item: item.item_id, kind })}
    >
      ${say(word)}
    </button>`;
    return html`<div class="row">${button("resolve", "kbWorkResolve")} ${button("assign", "kbWorkAssign")}</div>
      ${opened === "resolve" ? this.#resolving(item) : nothing}
      ${opened === "assign" ? this.#assigning(item) : nothing}`;
  }

  #resolving(item: WorkItem): TemplateResult {
    const { say } = this;
    return html`<form class="picker" data-testid="resolve-form" @submit=${(event: SubmitEvent) => void this.#step(event, item, "resolve")}>
      <label
        >${say("kbWorkOutcome")}<select name="outcome">
          ${Object.entries(OUTCOMES).map(([outcome, word]) => html`<option value=${outcome}>${say(word)}</option>`)}
        </select></label
      >
      <label>${say("kbWorkRemark")}<textarea name="remark" rows="2" maxlength="500" dir="auto"></textarea></label>
      <div class="row">
        <button class="primary" data-testid="resolve-do" ?disabled=${this.busy}>${say("kbWorkResolveDo")}</button>
      </div>
    </form>`;
  }

  #assigning(item: WorkItem): TemplateResult {
    const { say } = this;
    return html`<form class="picker" data-testid="assign-form" @submit=${(event: SubmitEvent) => void this.#step(event, item, "assign")}>
      <label
        >${say("kbOwner")}<select name="owner_id">
          <option value="">${say("kbWorkArticleOwner")}</option>
          ${this.#owners.map(({ account_id, name }) => html`<option value=${account_id} ?selected=${account_id === item.owner_id}>${name}</option>`)}
        </select></label
      >
      <label>${say("kbWorkDueOn")}<input type="date" name="due_on" required .defaultValue=${item.due_on} /></label>
      <div class="row">
        <button class="primary" data-testid="assign-do" ?disabled=${this.busy}>${say("save")}</button>
      </div>
    </form>`;
  }

  async #step(event: SubmitEvent, item: WorkItem, kind: Form): Promise<void> {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => String(fields.get(name) ?? "").trim();
    const body =
      kind === "resolve"
        ? { outcome: text("outcome"), remark: text("remark") }
        : { owner_id: text("owner_id") || null, due_on: text("due_on") };
    const taken = await this.attempt(async () => {
      await this.api.call("POST", `/staff/kb/work-items/${encodeURIComponent(item.item_id)}/${kind}`, body);
      this.form = null;
      await this.#ask(false);
    });
    if (taken) this.done = this.say(kind === "resolve" ? "kbWorkResolved" : "kbWorkAssigned");
  }
}

customElements.define("yq-kb-work-items", YqKbWorkItems);
