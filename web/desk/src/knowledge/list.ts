/** Defines <yq-kb-list>: the articles within reach, found by words, state, category and whether a review is due. */

import { html, nothing, type TemplateResult } from "lit";
import type { Word } from "../words/index.ts";
import "./chosen.ts";
import { fitting, stepsOf } from "./many.ts";
import { type Listed, STATES } from "./model.ts";
import { KnowledgePage, typed } from "./page.ts";
import { tellStepped } from "./reviews.ts";
import { type Names, topicName } from "./topics.ts";
import { listFilters, NEW } from "./unsaved.ts";

/** So long after the last key a search begins. */
const PAUSE_MS = 250;

/** So many articles the hub tells at once. */
const PAGE = 100;

/** The states that a list can be kept to. */
const FILTERS = ["draft", "review", "approved", "scheduled", "published", "expired", "withdrawn"] as const;

/** `GET /staff/kb/articles`. */
interface Listing {
  readonly articles: readonly Listed[];
  readonly topics: readonly string[];
  readonly names: Names;
  readonly more: boolean;
}

export class YqKbList extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    found: { state: true },
    topics: { state: true },
    names: { state: true },
    more: { state: true },
    chosen: { state: true },
    waiting: { attribute: false },
  };

  declare found: readonly Listed[];
  declare topics: readonly string[];
  declare names: Names;
  declare more: boolean;
  /** The ids of the articles that something is to be done with. */
  declare chosen: ReadonlySet<string>;
  /** How many drafts wait for a review by who sits there. */
  declare waiting: number;
  readonly #wanted = listFilters;
  /** What stood in the field when the page was opened: what is typed there since is the field's own. */
  readonly #words = listFilters.get("words") ?? "";
  #pause = 0;
  #asked = 0;

  constructor() {
    super();
    this.found = this.topics = [];
    this.names = {};
    this.more = false;
    this.waiting = 0;
    this.chosen = new Set();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.#pause);
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`${this.#bar()} ${this.told()} ${this.#many()}
      ${
        this.found.length
          ? html`<ul class="rows" data-testid="articles">
            ${this.found.map((each) => this.#row(each))}
          </ul>`
          : this.#empty()
      }
      ${
        this.more
          ? html`<p><button class="secondary" data-testid="more" @click=${() => void this.#find(true)}>
            ${say("showMore")}
          </button></p>`
          : nothing
      }`;
  }

  protected override load(): Promise<void> {
    return this.#ask(false);
  }

  /** Why nothing is here; who may review comes from here to what waits for them. */
  #empty(): TemplateResult {
    const { say, waiting } = this;
    const reviewing = this.#wanted.has("reviewable");
    const why = reviewing ? "kbNoReviewable" : this.#wanted.size ? "kbNoMatch" : "kbNoArticles";
    return html`${this.nothingHere(say(why))}
      ${
        waiting && !reviewing && this.loaded
          ? html`<p>
            <button
              class="primary"
              data-testid="empty-reviews"
              @click=${() => this.dispatchEvent(new CustomEvent("to-reviews"))}
            >
              ${say("kbReviewsWaiting", { count: waiting })}
            </button>
          </p>`
          : nothing
      }`;
  }

  #bar(): TemplateResult {
    const { say } = this;
    const choose = (name: string) => (event: Event) => this.#want(name, typed(event));
    return html`<div class="bar">
      <input
        type="search"
        maxlength="200"
        aria-label=${say("kbSearch")}
        placeholder=${say("kbSearch")}
        data-testid="search"
        .value=${this.#words}
        @input=${this.#type}
        @compositionend=${this.#type}
      />
      <select aria-label=${say("kbState")} data-testid="filter-state" @change=${choose("state")}>
        <option value="">${say("kbAnyState")}</option>
        ${FILTERS.map(
          (state) =>
            html`<option value=${state} ?selected=${this.#wanted.get("state") === state}>
              ${say(STATES[state] ?? "kbState")}
            </option>`,
        )}
      </select>
      <select aria-label=${say("kbTopic")} data-testid="filter-topic" @change=${choose("topic")}>
        <option value="">${say("kbAnyTopic")}</option>
        ${this.topics.map(
          (topic) =>
            html`<option value=${topic} ?selected=${this.#wanted.get("topic") === topic}>${this.#name(topic)}</option>`,
        )}
      </select>
      ${this.staff.may("knowledge.review") ? this.#tick("reviewable", "kbReviewable") : nothing}
      ${this.#tick("due", "kbDue")} ${this.#someFigures ? this.#tick("figures", "kbFiguresOnly") : nothing}
      <label class="tick"
        ><input
          type="checkbox"
          data-testid="filter-mine"
          .checked=${this.#wanted.has("owner")}
          @change=${(event: Event) =>
            this.#want(
              "owner",
              (event.target as HTMLInputElement).checked ? (this.staff.me?.account_id ?? "") : "",
            )}
        />${say("kbMineOnly")}</label
      >
      ${
        this.staff.may("knowledge.edit")
          ? html`<a class="primary link" href="#knowledge/articles/${NEW}" data-testid="new-article">${say("kbNew")}</a>`
          : nothing
      }
    </div>`;
  }

  /** A house that refuses no figures, or has mended them, is not asked about them. */
  get #someFigures(): boolean {
    return this.#wanted.has("figures") || this.found.some(({ figures }) => figures);
  }

  #tick(name: string, word: Word): TemplateResult {
    return html`<label class="tick"
      ><input
        type="checkbox"
        data-testid="filter-${name}"
        .checked=${this.#wanted.has(name)}
        @change=${(event: Event) => this.#want(name, (event.target as HTMLInputElement).checked ? "true" : "")}
      />${this.say(word)}</label
    >`;
  }

  #row(article: Listed): TemplateResult {
    const { say } = this;
    const state = article.state ? STATES[article.state] : undefined;
    const live = article.live ? STATES[article.live] : undefined;
    const due = article.review_by !== null && article.review_by <= this.staff.today();
    return html`<li data-testid="article">
      ${
        this.#isOpen(article)
          ? html`<input
            type="checkbox"
            class="choose"
            aria-label="${say("kbManyChoose")} ${article.title}"
            data-testid="choose"
            .checked=${this.chosen.has(article.article_id)}
            @change=${() => this.#choose(article.article_id)}
          />`
          : nothing
      }
      <a href="#knowledge/articles/${encodeURIComponent(article.article_id)}" dir="auto">${article.title}</a>
      <span class="quiet" dir="auto">${this.#name(article.topic)}</span>
      ${state ? html`<span class="chip">${say(state)}</span>` : nothing}
      ${live ? html`<span class="chip ${article.live === "published" ? "live" : ""}">${say(live)}</span>` : nothing}
      ${
        article.up || article.down
          ? html`<span class=${article.down > article.up ? "stops" : "quiet"} data-testid="ratings" title=${say("kbRatingsWhy")}
              >${say("kbRatings", { up: article.up, down: article.down })}</span
            >`
          : nothing
      }
      ${article.work ? html`<a class="chip short" href="#knowledge/work" data-testid="has-work">${say("kbHasWork")}</a>` : nothing}
      ${article.figures ? html`<span class="chip stops" data-testid="has-figures">${say("kbHasFigures")}</span>` : nothing}
      ${
        article.review_by
          ? html`<span class=${due ? "stops" : "quiet"}>${say(due ? "kbDueSince" : "kbReviewUntil", { day: article.review_by })}</span>`
          : nothing
      }
    </li>`;
  }

  /** What can be done with those that are chosen, and a way to choose all that are shown. */
  #many(): TemplateResult {
    const { say } = this;
    const going = this.found.filter((each) => this.#isOpen(each));
    const all = going.every(({ article_id }) => this.chosen.has(article_id));
    return html`${
      going.length
        ? html`<label class="tick all"
            ><input
              type="checkbox"
              data-testid="choose-all"
              .checked=${all}
              @change=${() => (this.chosen = new Set(all ? [] : going.map((each) => each.article_id)))}
            />${say("kbManyAll", { count: going.length })}</label
          >`
        : nothing
    }<yq-kb-chosen
        .staff=${this.staff}
        .say=${say}
        .language=${this.language}
        .chosen=${this.found.filter(({ article_id }) => this.chosen.has(article_id))}
        @stepped=${this.#stepped}
      ></yq-kb-chosen>`;
  }

  /** Shows what became of them; whose button went with the choice goes on from where one chooses. */
  readonly #stepped = async (): Promise<void> => {
    tellStepped(this);
    await this.#find(false);
    await this.updateComplete;
    if (document.activeElement === document.body)
      this.renderRoot.querySelector<HTMLElement>("[data-testid=choose-all]")?.focus();
  };

  /** Whether it can be changed with others, or a step with its draft be taken, by who sits there. */
  #isOpen(article: Listed): boolean {
    if (this.staff.may("knowledge.edit")) return true;
    return stepsOf((right) => this.staff.may(right)).some((step) => fitting(step, [article]).length > 0);
  }

  #choose(id: string): void {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(id)) chosen.add(id);
    this.chosen = chosen;
  }

  #name(topic: string): string {
    return topicName(topic, this.names, this.language);
  }

  readonly #type = (event: Event): void => {
    if ((event as InputEvent).isComposing) return; // the input method is not done; it says so by another event
    const text = typed(event).trim();
    window.clearTimeout(this.#pause);
    this.#pause = window.setTimeout(() => this.#want("words", text), PAUSE_MS);
  };

  protected override again(): void {
    if (this.loaded && !this.chosen.size && this.found.length <= PAGE) void this.#find(false);
  }

  #want(name: string, value: string): void {
    if ((this.#wanted.get(name) ?? "") === value) return;
    if (value) this.#wanted.set(name, value);
    else this.#wanted.delete(name);
    void this.#find(false);
  }

  async #find(further: boolean): Promise<void> {
    this.trouble = "";
    try {
      await this.#ask(further);
    } catch (error) {
      this.tell(error);
    }
  }

  /** The answer to an older question is dropped where a newer one was asked meanwhile. */
  async #ask(further: boolean): Promise<void> {
    const asked = ++this.#asked;
    const query = new URLSearchParams([...this.#wanted]);
    const last = this.found.at(-1);
    if (further && last) query.set("after", last.article_id);
    const path = `/staff/kb/articles${query.size ? `?${query}` : ""}`;
    const answer = await this.api.call<Listing>("GET", path);
    if (asked !== this.#asked) return;
    this.found = further ? [...this.found, ...answer.articles] : answer.articles;
    this.chosen = further ? this.chosen : new Set();
    this.topics = answer.topics;
    this.names = answer.names;
    this.more = answer.more;
  }
}

customElements.define("yq-kb-list", YqKbList);
