/** Defines <yq-kb-versions>: what was published when, what differs, and the way back; says `rolled-back`. */

import { html, nothing, type TemplateResult } from "lit";
import { type Article, type Field, FIELDS, seenOf, STATES, type Version } from "./model.ts";
import { KnowledgePage } from "./page.ts";

/** One line of a difference. */
interface DifferingLine {
  readonly mark: "same" | "gone" | "new";
  readonly text: string;
}

type Difference = Readonly<Record<string, readonly DifferingLine[]>>;

export class YqKbVersions extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    article: { attribute: false },
    unsaved: { attribute: false },
    compared: { state: true },
    asking: { state: true },
  };

  declare article: Article;
  /** Whether there are words that a way back would take. */
  declare unsaved: boolean;
  declare compared: { readonly version: number; readonly fields: Difference } | null;
  /** The version whose way back is asked about once more; 0 for none. */
  declare asking: number;

  constructor() {
    super();
    this.unsaved = false;
    this.compared = null;
    this.asking = 0;
  }

  override render(): TemplateResult {
    const { say, article } = this;
    return html`<h3>${say("kbVersions")}</h3>
      ${this.told()}
      ${
        article.versions.length
          ? html`<ul class="rows" data-testid="versions">
            ${article.versions.map((each) => this.#row(each))}
          </ul>`
          : html`<p class="quiet">${say("kbNoVersions")}</p>`
      }
      ${this.compared ? this.#difference(this.compared.version, this.compared.fields) : nothing}`;
  }

  protected override load(): Promise<void> {
    return Promise.resolve(); // what is shown came with the article
  }

  #row(version: Version): TemplateResult {
    const { say } = this;
    const state = STATES[version.state];
    const name = say("kbVersion", { version: version.version });
    const days = `${version.effective_from} – ${version.effective_to ?? say("kbOpenEnd")}`;
    const latest = version.version === this.article.version && this.article.draft === null;
    return html`<li data-testid="version">
      <span>${name}</span>
      <span class="chip ${version.state === "published" ? "live" : ""}">${state ? say(state) : version.state}</span>
      <span class="quiet">${days}</span>
      ${
        latest
          ? nothing
          : html`<button
            class="secondary"
            aria-label="${say("kbCompare")} ${name}"
            data-testid="compare-${version.version}"
            @click=${() => this.#compare(version.version)}
          >
            ${say("kbCompare")}
          </button>`
      }
      ${this.staff.may("knowledge.edit") && !latest && !this.unsaved ? this.#back(version.version, name) : nothing}
    </li>`;
  }

  #back(version: number, name: string): TemplateResult {
    const { say } = this;
    if (this.asking === version)
      return html`<button
        class="secondary danger"
        data-testid="roll-back-really"
        ?disabled=${this.busy}
        @click=${() => this.#rollBack(version)}
      >
        ${say("kbRollBackSure")}
      </button>`;
    return html`<button
      class="secondary"
      aria-label="${say("kbRollBack")} ${name}"
      data-testid="roll-back-${version}"
      @click=${() => (this.article.draft ? (this.asking = version) : this.#rollBack(version))}
    >
      ${say("kbRollBack")}
    </button>`;
  }

  #difference(version: number, fields: Difference): TemplateResult {
    const { say } = this;
    const entries = Object.entries(fields);
    return html`<section data-testid="difference" aria-live="polite">
      <h3>${say("kbDifference", { version })}</h3>
      ${entries.length ? nothing : html`<p class="quiet">${say("kbNoDifference")}</p>`}
      ${entries.map(([field, lines]) => {
        const word = FIELDS[field as Field];
        return html`<h4>${word ? say(word) : field}</h4>
          <div class="lines" dir="auto">${lines.map((line) => this.#line(line))}</div>`;
      })}
    </section>`;
  }

  /** Sign and element tell what colour tells, too. */
  #line({ mark, text }: DifferingLine): TemplateResult {
    if (mark === "gone")
      return html`<div><del><span class="hidden">${this.say("kbGoneLine")}</span>− ${text}</del></div>`;
    if (mark === "new")
      return html`<div><ins><span class="hidden">${this.say("kbNewLine")}</span>+ ${text}</ins></div>`;
    return html`<div>${text}</div>`;
  }

  /** Compares a version with the draft, or with the newest version where there is no draft. */
  async #compare(version: number): Promise<void> {
    const { article } = this;
    await this.attempt(async () => {
      const other = article.draft ? 0 : article.version;
      const path = `/staff/kb/articles/${encodeURIComponent(article.article_id)}/difference`;
      const query = new URLSearchParams({ one: String(version), other: String(other) });
      const { fields } = await this.api.call<{ fields: Difference }>("GET", `${path}?${query}`);
      this.compared = { version, fields };
    });
  }

  async #rollBack(version: number): Promise<void> {
    const { article } = this;
    const path = `/staff/kb/articles/${encodeURIComponent(article.article_id)}/roll-back`;
    const body = { version, revision: seenOf(article).revision };
    const done = await this.attempt(async () => {
      await this.api.call("POST", path, body);
    });
    this.asking = 0;
    if (!done) return;
    this.compared = null;
    this.dispatchEvent(new CustomEvent("rolled-back"));
  }
}

customElements.define("yq-kb-versions", YqKbVersions);
