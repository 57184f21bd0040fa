/** Defines <yq-kb-values>: the figures that answers name, written by one and approved by another. */

import { html, nothing, type TemplateResult } from "lit";
import { ApiError } from "../staff/api.ts";
import type { Word } from "../words/index.ts";
import { KnowledgePage, typed } from "./page.ts";

/** A value of `GET /staff/kb/values`. */
interface Value {
  readonly value_id: string;
  readonly name: string;
  readonly kind: string;
  readonly value: string;
  readonly unit: string;
  readonly written: string;
  readonly region: string;
  readonly segment: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly stage: string;
  readonly articles: number;
  readonly own: boolean;
}

const KINDS: readonly (readonly [string, Word])[] = [
  ["rate", "kbKindRate"],
  ["fee", "kbKindFee"],
  ["amount", "kbKindAmount"],
  ["days", "kbKindDays"],
  ["date", "kbKindDate"],
  ["text", "kbKindText"],
];

const STAGES: Readonly<Record<string, Word>> = {
  waiting: "kbValueWaits",
  coming: "kbValueComing",
  running: "kbValueRunning",
  replaced: "kbReplaced",
  over: "kbExpired",
};

const PAUSE_MS = 250;

export class YqKbValues extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    values: { state: true },
    more: { state: true },
    begun: { state: true },
  };

  declare values: readonly Value[];
  declare more: boolean;
  /** What the form begins with: a value that gets a successor, or nothing. */
  declare begun: Value | null;
  #words = "";
  #pause = 0;

  constructor() {
    super();
    this.values = [];
    this.more = false;
    this.begun = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.#pause);
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<p class="quiet">${say("kbValuesWhy", { form: "{{rate:…}}" })}</p>
      ${this.staff.may("knowledge.edit") ? this.#form() : nothing} ${this.told()}
      <div class="bar">
        <input
          type="search"
          maxlength="128"
          aria-label=${say("kbValueSearch")}
          placeholder=${say("kbValueSearch")}
          data-testid="value-search"
          @input=${this.#type}
        />
      </div>
      ${
        this.values.length
          ? html`<ul class="rows" data-testid="values">
            ${this.values.map((each) => this.#row(each))}
          </ul>`
          : this.nothingHere(say(this.#words ? "kbValueNoMatch" : "kbNoValues"))
      }
      ${this.more ? html`<p class="quiet">${say("kbValuesMore")}</p>` : nothing}`;
  }

  protected override async load(): Promise<void> {
    const words = this.#words;
    const query = words ? `?${new URLSearchParams({ words })}` : "";
    const path = `/staff/kb/values${query}`;
    const found = await this.api.call<{ values: Value[]; more: boolean }>("GET", path);
    if (words !== this.#words) return;
    this.values = found.values;
    this.more = found.more;
  }

  #form(): TemplateResult {
    const { say, begun } = this;
    const field = (name: string, word: Word, value: string, needed: boolean, pattern: string) =>
      html`<label
        >${say(word)}<input
          name=${name}
          maxlength="128"
          autocomplete="off"
          pattern=${pattern || ".*"}
          ?required=${needed}
          .value=${value}
      /></label>`;
    return html`<details .open=${begun !== null} data-testid="value-new">
      <summary>${say("kbValueNew")}</summary>
      <form @submit=${this.#write} data-testid="value-form">
        <div class="fields">
          ${field("name", "kbValueName", begun?.name ?? "", true, "[a-z0-9]+([._\\-][a-z0-9]+)*")}
          <label
            >${say("kbValueKind")}<select name="kind">
              ${KINDS.map(
                ([kind, word]) =>
                  html`<option value=${kind} ?selected=${kind === begun?.kind}>${say(word)}</option>`,
              )}
            </select></label
          >
          ${field("value", "kbValueFigure", "", true, "")}
          ${field("unit", "kbValueUnit", begun?.unit ?? "", false, "")}
          ${field("region", "kbValueRegion", begun?.region ?? "", false, "[0-9A-Za-z_.\\-]*")}
          ${field("segment", "kbValueSegment", begun?.segment ?? "", false, "[0-9A-Za-z_.\\-]*")}
          <label
            >${say("kbFrom")}<input type="date" name="valid_from" required .value=${this.staff.today()}
          /></label>
          <label>${say("kbTo")}<input type="date" name="valid_to" /></label>
        </div>
        <p class="quiet">${say("kbValueFor")}</p>
        <button class="primary" data-testid="value-write" ?disabled=${this.busy}>${say("kbValueWrite")}</button>
      </form>
    </details>`;
  }

  #row(each: Value): TemplateResult {
    const { say, staff } = this;
    const waits = each.stage === "waiting";
    const scope = [each.region, each.segment].filter(Boolean).join(" · ");
    const days = `${each.valid_from} – ${each.valid_to ?? say("kbOpenEnd")}`;
    return html`<li data-testid="value">
      <span class="wide"><bdi>${each.name}</bdi> <strong>${each.written}</strong></span>
      <span class="chip ${each.stage === "running" ? "live" : ""}">${say(STAGES[each.stage] ?? "kbState")}</span>
      <span class="quiet"
        >${days} · <bdi>${scope || say("kbEverybody")}</bdi>${each.articles ? ` · ${say("kbValueArticles", { count: each.articles })}` : nothing}</span
      >
      ${waits && each.own ? html`<span class="quiet">${say("kbValueOwn")}</span>` : nothing}
      ${waits && !each.own && staff.may("knowledge.review") ? this.#button(each, "kbApprove", "approve", "primary") : nothing}
      ${waits && staff.may("knowledge.edit") ? this.#button(each, "kbValueDrop", "drop", "secondary") : nothing}
      ${
        !waits && staff.may("knowledge.edit")
          ? html`<button
            class="secondary"
            aria-label="${say("kbValueChange")} ${each.name}"
            data-testid="value-change"
            @click=${() => this.#begin(each)}
          >
            ${say("kbValueChange")}
          </button>`
          : nothing
      }
    </li>`;
  }

  #button(each: Value, word: Word, step: "approve" | "drop", look: string): TemplateResult {
    return html`<button
      class=${look}
      aria-label="${this.say(word)} ${each.name}"
      data-testid="value-${step}"
      ?disabled=${this.busy}
      @click=${() => void this.#step(each, step)}
    >
      ${this.say(word)}
    </button>`;
  }

  /** A figure changes by a successor, which begins on a day of its own. */
  #begin(each: Value): void {
    this.begun = each;
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLInputElement>("input[name=value]")?.focus();
    });
  }

  readonly #type = (event: Event): void => {
    if ((event as InputEvent).isComposing) return;
    this.#words = typed(event).trim();
    window.clearTimeout(this.#pause);
    this.#pause = window.setTimeout(() => void this.reload(), PAUSE_MS);
  };

  readonly #write = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const text = (name: string): string => String(fields.get(name) ?? "").trim();
    const body = {
      name: text("name"),
      kind: text("kind"),
      value: text("value"),
      unit: text("unit") || null,
      region: text("region"),
      segment: text("segment"),
      valid_from: text("valid_from"),
      valid_to: text("valid_to") || null,
    };
    let refused: Word | null = null;
    const written = await this.attempt(async () => {
      try {
        await this.api.call("POST", "/staff/kb/values", body);
      } catch (error) {
        refused = error instanceof ApiError ? (REFUSED[error.code] ?? null) : null;
        if (!refused) throw error;
        return;
      }
      form.reset();
      this.begun = null;
      await this.load();
    });
    if (refused) this.trouble = this.say(refused);
    else if (written) this.done = this.say("kbValueWritten");
  };

  async #step(each: Value, step: "approve" | "drop"): Promise<void> {
    const done = await this.attempt(async () => {
      await this.api.call("POST", `/staff/kb/values/${encodeURIComponent(each.value_id)}/${step}`);
      await this.load();
    });
    if (done) this.done = this.say(step === "approve" ? "kbValueApproved" : "kbValueDropped");
  }
}

/** What is said where a value is refused. */
const REFUSED: Readonly<Record<string, Word>> = { bad_input: "kbValueBad", conflict: "kbValueTwice" };

customElements.define("yq-kb-values", YqKbValues);
