/** Defines <yq-kb-gaps>: what customers asked and nobody could answer, and what becomes of it. */

import { html, nothing, type TemplateResult } from "lit";
import { emptyContent, type Listed, STATES } from "./model.ts";
import { KnowledgePage } from "./page.ts";
import { NEW, unsaved } from "./unsaved.ts";

/** Questions that ask much the same. */
interface Cluster {
  readonly question: string;
  readonly questions: readonly string[];
  readonly gap_ids: readonly string[];
  readonly count: number;
  readonly recent: number;
  readonly before: number;
  /** The article that came nearest; null for none. */
  readonly article_id: string | null;
}

export class YqKbGaps extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    clusters: { state: true },
    adding: { state: true },
    found: { state: true },
    closing: { state: true },
    added: { state: true },
  };

  declare clusters: readonly Cluster[];
  /** The gap whose article is looked for. */
  declare adding: Cluster | null;
  /** Articles that a gap may be added to. */
  declare found: readonly Listed[];
  /** The gap whose closing is asked about once more. */
  declare closing: Cluster | null;
  /** The article to whose draft questions were added last. */
  declare added: string;

  constructor() {
    super();
    this.clusters = this.found = [];
    this.adding = this.closing = null;
    this.added = "";
  }

  override render(): TemplateResult {
    return html`${this.told()}
      ${
        this.done && this.added
          ? html`<p>
            <a
              class="back"
              href="#knowledge/articles/${encodeURIComponent(this.added)}"
              data-testid="added-draft"
              >${this.say("kbGapOpenDraft")}</a
            >
          </p>`
          : nothing
      }
      ${this.staff.may("knowledge.edit") || !this.clusters.length ? nothing : html`<p class="quiet" data-testid="gaps-read">${this.say("kbGapsRead")}</p>`}
      ${
        this.clusters.length
          ? html`<ul class="rows" data-testid="gaps">
            ${this.clusters.map((each) => this.#row(each))}
          </ul>`
          : this.nothingHere(this.say("kbNoGaps"))
      }`;
  }

  protected override async load(): Promise<void> {
    this.clusters = (await this.api.call<{ clusters: Cluster[] }>("GET", "/staff/kb/gaps")).clusters;
  }

  #row(cluster: Cluster): TemplateResult {
    const { say } = this;
    const others = cluster.questions.filter((each) => each !== cluster.question);
    return html`<li class="gap" data-testid="gap">
      <strong dir="auto">${cluster.question}</strong>
      <span class="quiet">
        ${say("kbGapCount", { count: cluster.count })} · ${say("kbTrend", { recent: cluster.recent, before: cluster.before })}
      </span>
      ${
        others.length
          ? html`<details>
            <summary>${say("kbGapOther", { count: others.length })}</summary>
            <ul class="problems">
              ${others.map((each) => html`<li dir="auto">${each}</li>`)}
            </ul>
          </details>`
          : nothing
      }
      ${this.staff.may("knowledge.edit") ? this.#acts(cluster) : nothing}
      ${this.adding === cluster ? this.#picker(cluster) : nothing}
    </li>`;
  }

  #acts(cluster: Cluster): TemplateResult {
    const { say } = this;
    const about = (word: string): string => `${word} ${cluster.question}`;
    const closing = this.closing === cluster;
    return html`<div class="row">
      <button
        class="primary"
        aria-label=${about(say("kbGapNew"))}
        data-testid="gap-new"
        @click=${() => this.#begin(cluster)}
      >
        ${say("kbGapNew")}
      </button>
      <button
        class="secondary"
        aria-label=${about(say("kbGapAdd"))}
        aria-expanded=${this.adding === cluster}
        data-testid="gap-add"
        @click=${() => this.#look(cluster)}
      >
        ${say("kbGapAdd")}
      </button>
      <button
        class="secondary ${closing ? "danger" : ""}"
        aria-label=${about(say(closing ? "kbGapCloseSure" : "kbGapClose"))}
        data-testid=${closing ? "gap-close-really" : "gap-close"}
        ?disabled=${this.busy}
        @click=${() => (closing ? this.#close(cluster) : (this.closing = cluster))}
      >
        ${say(closing ? "kbGapCloseSure" : "kbGapClose")}
      </button>
    </div>`;
  }

  #picker(cluster: Cluster): TemplateResult {
    const { say } = this;
    return html`<div class="picker" data-testid="picker">
      <form
        class="bar"
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          const words = new FormData(event.target as HTMLFormElement).get("words");
          void this.attempt(() => this.#search(String(words ?? "").trim()));
        }}
      >
        <input
          type="search"
          name="words"
          maxlength="200"
          aria-label=${say("kbSearch")}
          placeholder=${say("kbSearch")}
          data-testid="picker-search"
        />
        <button class="secondary">${say("search")}</button>
      </form>
      ${this.found.length ? nothing : html`<p class="quiet">${say("kbNoMatch")}</p>`}
      <ul class="rows">
        ${this.found.map(
          (each) =>
            html`<li>
              <span class="wide" dir="auto">${each.title}</span>
              ${each.state ? html`<span class="chip">${say(STATES[each.state] ?? "kbDraft")}</span>` : nothing}
              ${each.state === "review" || each.state === "approved" ? html`<span class="hint">${say("kbGapInReview")}</span>` : nothing}
              <button
                class="secondary"
                aria-label="${say("kbGapAddHere")} ${each.title}"
                data-testid="picker-add"
                ?disabled=${this.busy}
                @click=${() => this.#add(cluster, each.article_id)}
              >
                ${say("kbGapAddHere")}
              </button>
            </li>`,
        )}
      </ul>
    </div>`;
  }

  /** Goes to a new article with the gap's questions in it; the gap is closed once that is saved. */
  #begin(cluster: Cluster): void {
    if (unsaved.has(NEW)) {
      this.trouble = this.say("kbNewUnsaved");
      return;
    }
    const before = emptyContent(this.staff.today());
    const questions = cluster.questions.length ? cluster.questions : [cluster.question];
    const mine = emptyContent(this.staff.today(), questions);
    unsaved.set(NEW, { mine, before, seen: { revision: 0, version: 0 }, gaps: cluster.gap_ids });
    location.hash = `knowledge/articles/${NEW}`;
  }

  /** Begins with the article that came nearest. */
  async #look(cluster: Cluster): Promise<void> {
    if (this.adding === cluster) {
      this.adding = null;
      return;
    }
    this.adding = cluster;
    await this.attempt(() => this.#search(cluster.article_id ?? ""));
  }

  async #search(words: string): Promise<void> {
    const query = words ? `?${new URLSearchParams({ words })}` : "";
    const { articles } = await this.api.call<{ articles: Listed[] }>("GET", `/staff/kb/articles${query}`);
    this.found = articles.slice(0, 10);
  }

  async #add(cluster: Cluster, article_id: string): Promise<void> {
    const added = await this.attempt(async () => {
      const body = { article_id, questions: cluster.questions, gaps: cluster.gap_ids };
      await this.api.call("POST", "/staff/kb/gaps/add", body);
      this.adding = null;
      await this.load();
    });
    this.added = added ? article_id : "";
    if (added) this.done = this.say("kbAdded");
  }

  async #close(cluster: Cluster): Promise<void> {
    await this.attempt(async () => {
      await this.api.call("POST", "/staff/kb/gaps/close", { gaps: cluster.gap_ids });
      this.closing = null;
      await this.load();
    });
  }
}

customElements.define("yq-kb-gaps", YqKbGaps);
