/** Defines <yq-kb-categories>: what each category is called, in Chinese and in English. */

import { html, nothing, type TemplateResult } from "lit";
import { KnowledgePage } from "./page.ts";

/** A category of `GET /staff/kb/categories`. */
interface Category {
  readonly topic: string;
  readonly zh: string;
  readonly en: string;
  readonly articles: number;
}

export class YqKbCategories extends KnowledgePage {
  static override properties = { ...KnowledgePage.properties, categories: { state: true } };

  declare categories: readonly Category[];

  constructor() {
    super();
    this.categories = [];
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<p class="quiet">${say("kbCategoriesWhy")}</p>
      ${this.told()}
      ${
        this.categories.length
          ? html`<ul class="rows" data-testid="categories">
            ${this.categories.map((each) => this.#row(each))}
          </ul>`
          : this.nothingHere(say("kbNoCategories"))
      }`;
  }

  protected override async load(): Promise<void> {
    const path = "/staff/kb/categories";
    this.categories = (await this.api.call<{ categories: Category[] }>("GET", path)).categories;
  }

  #row(each: Category): TemplateResult {
    const { say } = this;
    const may = this.staff.may("knowledge.edit");
    return html`<li data-testid="category">
      <form class="bar ends" @submit=${(event: SubmitEvent) => void this.#save(event, each)}>
        <span class="wide"
          ><bdi>${each.topic}</bdi> <span class="quiet">${say("kbCategoryArticles", { count: each.articles })}</span></span
        >
        <label
          >${say("kbCategoryZh")}<input name="zh" required maxlength="64" .value=${each.zh} ?readonly=${!may}
        /></label>
        <label
          >${say("kbCategoryEn")}<input name="en" required maxlength="64" .value=${each.en} ?readonly=${!may}
        /></label>
        ${
          may
            ? html`<button
              class="secondary"
              aria-label="${say("kbCategorySave")} ${each.topic}"
              data-testid="category-save"
              ?disabled=${this.busy}
            >
              ${say("kbCategorySave")}
            </button>`
            : nothing
        }
      </form>
    </li>`;
  }

  async #save(event: SubmitEvent, each: Category): Promise<void> {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const body = {
      topic: each.topic,
      zh: String(fields.get("zh") ?? "").trim(),
      en: String(fields.get("en") ?? "").trim(),
    };
    const saved = await this.attempt(async () => {
      await this.api.call("PUT", "/staff/kb/categories/name", body);
      await this.load();
    });
    if (saved) this.done = this.say("kbCategorySaved");
  }
}

customElements.define("yq-kb-categories", YqKbCategories);
