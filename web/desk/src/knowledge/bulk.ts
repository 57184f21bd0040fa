/** Defines <yq-kb-bulk>: what is to be changed of all chosen articles; says `confirmed` with it. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { readTags } from "./about.ts";
import { type BulkChange, isEmpty, tagFault } from "./bulk-change.ts";
import { type Listed, same } from "./model.ts";
import { KnowledgePage, typed } from "./page.ts";
import { type Category, namesOf, topicName } from "./topics.ts";
import type { WorkOwner } from "./work-item.ts";

/** What is to become of the review-by date. */
type Review = "keep" | "set" | "clear";

export class YqKbBulk extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    chosen: { attribute: false },
    going: { attribute: false },
    owners: { state: true },
    categories: { state: true },
    review: { state: true },
    asked: { state: true },
  };

  declare chosen: readonly Listed[];
  /** Whether a change is being made. */
  declare going: boolean;
  declare owners: readonly WorkOwner[];
  /** Those that who sits there may write in. */
  declare categories: readonly Category[];
  declare review: Review;
  /** What is asked about once more. */
  declare asked: BulkChange | null;

  constructor() {
    super();
    this.chosen = this.owners = this.categories = [];
    this.going = false;
    this.review = "keep";
    this.asked = null;
  }

  override willUpdate(changed: PropertyValues): void {
    const before = changed.get("chosen") as readonly Listed[] | undefined;
    if (before && !same(idsOf(before), idsOf(this.chosen))) this.asked = null; // it was asked about others
  }

  override updated(changed: PropertyValues): void {
    if (changed.has("asked") && this.asked)
      this.renderRoot.querySelector<HTMLElement>("[data-testid=bulk-sure]")?.focus();
  }

  override render(): TemplateResult {
    if (!this.loaded || (this.trouble && !this.categories.length && !this.owners.length))
      return html`${this.told()} ${this.nothingHere("")}`;
    return html`<form
      class="picker"
      aria-label=${this.say("kbBulk")}
      data-testid="bulk"
      @submit=${this.#ask}
      @input=${() => (this.asked = null)}
    >
      <p class="quiet">${this.say("kbBulkWhy")}</p>
      <div class="fields">
        ${this.#owner()} ${this.#topic()} ${this.#review()}
        ${this.review === "set" ? this.#day() : nothing} ${this.#tags("add")} ${this.#tags("remove")}
      </div>
      ${this.told()} ${this.asked ? this.#sure(this.asked) : this.#look()}
    </form>`;
  }

  protected override async load(): Promise<void> {
    const [{ owners }, { categories }] = await Promise.all([
      this.api.call<{ owners: WorkOwner[] }>("GET", "/staff/kb/work-owners"),
      this.api.call<{ categories: Category[] }>("GET", "/staff/kb/categories"),
    ]);
    this.owners = owners;
    this.categories = categories.filter(({ writable }) => writable);
  }

  #owner(): TemplateResult {
    const { say } = this;
    return html`<label
      >${say("kbOwner")}<select name="owner_id">
        <option value="">${say("kbBulkKeep")}</option>
        ${this.owners.map(({ account_id, name }) => html`<option value=${account_id}>${name}</option>`)}
      </select></label
    >`;
  }

  #topic(): TemplateResult {
    const { say } = this;
    return html`<label
      >${say("kbTopic")}<select name="topic">
        <option value="">${say("kbBulkKeep")}</option>
        ${this.categories.map(({ topic }) => html`<option value=${topic}>${this.#called(topic)}</option>`)}
      </select></label
    >`;
  }

  #review(): TemplateResult {
    const { say } = this;
    return html`<label
      >${say("kbReviewBy")}<select
        name="review"
        @change=${(event: Event) => (this.review = typed(event) as Review)}
      >
        <option value="keep">${say("kbBulkKeep")}</option>
        <option value="set">${say("kbBulkReviewSet")}</option>
        <option value="clear">${say("kbBulkReviewClear")}</option>
      </select></label
    >`;
  }

  #day(): TemplateResult {
    return html`<label>${this.say("kbBulkDay")}<input type="date" name="review_by" required /></label>`;
  }

  #tags(name: "add" | "remove"): TemplateResult {
    const label = this.say(name === "add" ? "kbBulkTagsAdd" : "kbBulkTagsRemove");
    return html`<label>${label}<input name=${name} maxlength="800" dir="auto" autocomplete="off" /></label>`;
  }

  #look(): TemplateResult {
    return html`<div class="row">
      <button class="primary" data-testid="bulk-look" ?disabled=${this.going}>
        ${this.say("kbBulkLook", { count: this.chosen.length })}
      </button>
    </div>`;
  }

  /** What will change of how many, before it is done. */
  #sure(change: BulkChange): TemplateResult {
    const { say } = this;
    const count = this.chosen.length;
    return html`<div role="group" tabindex="-1" aria-labelledby="bulk-sure" data-testid="bulk-sure">
      <h3 id="bulk-sure">${say("kbBulkWill", { count })}</h3>
      <ul class="problems">
        ${this.#lines(change).map((line) => html`<li dir="auto">${line}</li>`)} ${this.#fallsBack(change)}
      </ul>
      <div class="row">
        <button
          type="button"
          class="primary"
          data-testid="bulk-really"
          ?disabled=${this.going}
          @click=${() => this.dispatchEvent(new CustomEvent<BulkChange>("confirmed", { detail: change }))}
        >
          ${say("kbBulkDo", { count })}
        </button>
        <button type="button" class="secondary" data-testid="bulk-back" ?disabled=${this.going} @click=${this.#back}>
          ${say("kbBulkBack")}
        </button>
      </div>
    </div>`;
  }

  #lines({ owner_id, review_by, add, remove, topic }: BulkChange): readonly string[] {
    const { say } = this;
    const owner = this.owners.find((each) => each.account_id === owner_id);
    return [
      owner ? say("kbBulkOwner", { name: owner.name }) : "",
      review_by ? say("kbBulkReview", { day: review_by }) : "",
      review_by === null ? say("kbBulkReviewClear") : "",
      add.length ? say("kbBulkAdds", { tags: add.join(say("comma")) }) : "",
      remove.length ? say("kbBulkRemoves", { tags: remove.join(say("comma")) }) : "",
      topic ? say("kbBulkMoves", { topic: this.#called(topic) }) : "",
    ].filter(Boolean);
  }

  #fallsBack({ topic }: BulkChange): TemplateResult | typeof nothing {
    const count = this.chosen.filter(({ state }) => state === "review" || state === "approved").length;
    if (!topic || !count) return nothing;
    return html`<li class="stops" data-testid="bulk-falls-back">${this.say("kbBulkFallsBack", { count })}</li>`;
  }

  #called(topic: string): string {
    return topicName(topic, namesOf(this.categories), this.language);
  }

  readonly #ask = (event: SubmitEvent): void => {
    event.preventDefault();
    if (this.going) return;
    const change = this.#read(new FormData(event.target as HTMLFormElement));
    this.trouble = isEmpty(change) ? this.say("kbBulkNothing") : tagFault(change, this.say);
    this.asked = this.trouble ? null : change;
  };

  #read(fields: FormData): BulkChange {
    const text = (name: string): string => String(fields.get(name) ?? "");
    return {
      owner_id: text("owner_id"),
      review_by: this.review === "clear" ? null : text("review_by"),
      add: readTags(text("add")),
      remove: readTags(text("remove")),
      topic: text("topic"),
    };
  }

  readonly #back = async (): Promise<void> => {
    this.asked = null;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("[data-testid=bulk-look]")?.focus();
  };
}

function idsOf(articles: readonly Listed[]): readonly string[] {
  return articles.map(({ article_id }) => article_id);
}

customElements.define("yq-kb-bulk", YqKbBulk);
