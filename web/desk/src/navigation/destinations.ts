/** Defines <yq-nav-destinations>: where answers lead; written by one, approved by another. */

import { html, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { field, PeoplePage } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Word } from "../words/index.ts";
import { type Content, type Destination, KINDS, type Link, stateOf, wayText, written } from "./model.ts";
import { navigationStyles } from "./navigation.styles.ts";

const ALL = "/staff/destinations";

export class YqNavDestinations extends PeoplePage {
  static override styles = [base, formStyles, peopleStyles, navigationStyles];
  static override properties = { ...PeoplePage.properties, found: { state: true } };

  declare found: readonly Destination[];

  constructor() {
    super();
    this.found = [];
  }

  override render(): TemplateResult {
    const { say } = this;
    const writes = this.staff.may("navigation.write");
    return html`<p class="quiet">${say("navWhy")}</p>
      ${
        writes
          ? html`<details data-testid="nav-new"><summary>${say("navNew")}</summary>${this.#form()}</details>`
          : nothing
      }
      ${this.told()}
      ${
        this.found.length
          ? html`<ul class="places">${this.found.map((each) => this.#place(each, writes))}</ul>`
          : this.nothingHere(say("navNone"))
      }`;
  }

  protected override async load(): Promise<void> {
    this.found = (await this.api.call<{ destinations: Destination[] }>("GET", ALL)).destinations;
  }

  #place(each: Destination, writes: boolean): TemplateResult {
    const { say } = this;
    const { content } = each.newest;
    const state = stateOf(each);
    const look = state === "navLive" ? "live" : state === "navWaiting" ? "waits" : "";
    return html`<li data-testid="destination" data-name=${each.destination_id}>
      <h3>
        <span dir="auto">${content.title}</span>
        <span class="chip ${look}" data-testid="state">${say(state)}</span>
        <span class="chip">${say(KINDS[content.kind])} · ${each.destination_id}</span>
      </h3>
      <p>${content.ways.map((way) => way.url || way.number || `${way.app_id} ${way.path}`).join(" · ")}</p>
      <p class="quiet">${say("navLeads")}：${[...content.intents, ...content.articles].join(" · ")}</p>
      ${each.links.map((link) => this.#link(link))}
      ${this.#review(each)}
      <div class="row">
        ${writes && each.live !== null ? this.#button(each, "withdraw", "navWithdraw", "navWithdrawn") : nothing}
      </div>
      ${writes ? html`<details><summary>${say("navChange")}</summary>${this.#form(each)}</details>` : nothing}
    </li>`;
  }

  #link({ url, code }: Link): TemplateResult {
    const { say } = this;
    if (!code) return html`<p class="quiet" title=${url}>${say("navChecked")}</p>`;
    if (code === "not_listed") return html`<p class="quiet" title=${url}>${say("navUnchecked")}</p>`;
    return html`<p class="bad" role="note" data-testid="broken" title=${url}>${say("navBroken", { code })}</p>`;
  }

  #review(each: Destination): TemplateResult | typeof nothing {
    if (each.newest.state !== "waiting") return nothing;
    if (each.newest.own) return html`<p class="quiet">${this.say("navOwn")}</p>`;
    if (!this.staff.may("navigation.approve")) return nothing;
    return html`<div class="row">
      ${this.#button(each, "approve", "navApprove", "navApproved", "primary")}
      ${this.#button(each, "reject", "navReject", "navRejectedDone")}
    </div>`;
  }

  #button(each: Destination, what: string, word: Word, done: Word, look = "secondary"): TemplateResult {
    const { say } = this;
    return html`<button
      class=${look}
      data-testid="nav-${what}"
      aria-label="${say(word)} ${each.newest.content.title}"
      ?disabled=${this.busy}
      @click=${() => this.#step(each, what, done)}
    >
      ${say(word)}
    </button>`;
  }

  #form(each?: Destination): TemplateResult {
    const { say } = this;
    const content = each?.newest.content;
    return html`<form @submit=${(event: SubmitEvent) => this.#save(event, each)}>
      ${each ? nothing : this.#input("name", "navId", "", true)}
      <label
        >${say("navKind")}<select name="kind">
          ${Object.entries(KINDS).map(
            ([kind, word]) =>
              html`<option value=${kind} ?selected=${kind === content?.kind}>${say(word)}</option>`,
          )}
        </select></label
      >
      ${this.#input("title", "navTitle", content?.title ?? "", true)}
      ${this.#input("label", "navLabel", content?.label ?? "", true)}
      ${this.#input("text", "navText", content?.text ?? "")}
      ${this.#input("way", "navUrl", wayText(content))}
      <p class="hint">${say("navUrlHint", { appointment_branch: "{appointment_branch}" })}</p>
      ${this.#input("intents", "navIntents", (content?.intents ?? []).join(" "))}
      ${this.#input("articles", "navArticles", (content?.articles ?? []).join(" "))}
      ${this.#input("subject", "navSubject", content?.subject ?? "")}
      <p class="hint">${say("navSubjectHint")}</p>
      ${this.#date("valid_from", "navFrom", content?.valid_from ?? "")}
      ${this.#date("valid_until", "navUntil", content?.valid_until ?? "")}
      ${this.#input("fallback", "navFallback", content?.fallback ?? "")}
      <div class="row">
        <button class="primary" data-testid="nav-save" ?disabled=${this.busy}>${say("navSave")}</button>
      </div>
    </form>`;
  }

  #input(name: string, word: Word, value: string, required = false): TemplateResult {
    return html`<label
      >${this.say(word)}<input
        name=${name}
        .defaultValue=${value}
        ?required=${required}
        maxlength="500"
        dir="auto"
        autocomplete="off"
    /></label>`;
  }

  #date(name: string, word: Word, value: string): TemplateResult {
    return html`<label>${this.say(word)}<input type="date" name=${name} .defaultValue=${value} /></label>`;
  }

  async #save(event: SubmitEvent, each?: Destination): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const content: Partial<Content> = written(fields, each?.newest.content);
    const saved = await this.attempt(
      async () => {
        if (each) await this.api.call("POST", `${one(each)}/write`, { content });
        else await this.api.call("POST", ALL, { name: field(fields, "name"), content });
        form.closest("details")?.removeAttribute("open");
        await this.load();
      },
      { conflict: each ? "navConflict" : "navTaken" },
    );
    if (saved) this.done = this.say("navSaved");
  }

  async #step(each: Destination, what: string, done: Word): Promise<void> {
    const body = what === "withdraw" ? undefined : { version: each.newest.version };
    const taken = await this.attempt(
      async () => {
        try {
          await this.api.call("POST", `${one(each)}/${what}`, body);
        } finally {
          await this.load();
        }
      },
      { conflict: "navConflict" },
    );
    if (taken) this.done = this.say(done);
  }
}

function one({ destination_id }: Destination): string {
  return `${ALL}/${encodeURIComponent(destination_id)}`;
}

customElements.define("yq-nav-destinations", YqNavDestinations);
