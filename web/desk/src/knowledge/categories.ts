/** Defines <yq-kb-categories>: what categories are called, whose they are, and where no literal figure may stand. */

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Branch } from "../people/model.ts";
import { ApiError } from "../staff/api.ts";
import { type CategoryActs, drawCategory } from "./category.ts";
import { KnowledgePage } from "./page.ts";
import { type Category, otherCalled } from "./topics.ts";
import { listFilters } from "./unsaved.ts";

const PATH = "/staff/kb/categories";

export class YqKbCategories extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    categories: { state: true },
    branches: { state: true },
  };

  declare categories: readonly Category[];
  /** Those that a category can be given to. */
  declare branches: readonly Branch[];

  constructor() {
    super();
    this.categories = this.branches = [];
  }

  override render(): TemplateResult {
    const { say } = this;
    const givable = this.categories.some((each) => each.givable);
    return html`<p class="quiet">${say("kbCategoriesWhy")}</p>
      ${givable ? html`<p class="quiet">${say("kbCategoryStrictWhy")}</p>` : nothing} ${this.told()}
      ${
        this.categories.length
          ? html`<ul class="rows" data-testid="categories">
            ${repeat(
              this.categories,
              ({ topic }) => topic,
              (each) => drawCategory(each, this.branches, say, this.busy, this.#acts(each)),
            )}
          </ul>`
          : this.nothingHere(say("kbNoCategories"))
      }`;
  }

  protected override async load(): Promise<void> {
    const reads = this.staff.may("knowledge.read");
    const gives = this.staff.may("knowledge.categories") && this.staff.may("branches.read");
    const [{ categories }, { branches }] = await Promise.all([
      this.api.call<{ categories: Category[] }>("GET", `${reads ? PATH : `${PATH}/to-give`}?figures=true`),
      gives ? this.api.call<{ branches: Branch[] }>("GET", "/staff/branches") : { branches: [] },
    ]);
    this.categories = categories;
    this.branches = branches;
  }

  #acts(each: Category): CategoryActs {
    return {
      edits: this.staff.may("knowledge.edit"),
      name: each.writable ? (event) => void this.#name(event, each) : null,
      give: each.givable ? (event) => void this.#give(event, each) : null,
      refuse: each.givable ? (refused) => void this.#refuse(refused, each) : null,
      mend: this.staff.may("knowledge.read") ? this.#mend(each) : null,
    };
  }

  #mend(each: Category): () => void {
    return () => {
      listFilters.clear();
      listFilters.set("topic", each.topic).set("figures", "true");
    };
  }

  async #name(event: SubmitEvent, each: Category): Promise<void> {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const called = (name: string): string => String(fields.get(name) ?? "").trim();
    const body = { topic: each.topic, zh: called("zh"), en: called("en") };
    const taken = otherCalled(each.topic, [body.zh, body.en], this.categories);
    this.done = "";
    this.trouble = taken ? this.say("kbCategoryTaken", { topic: taken }) : "";
    if (taken) return;
    await this.#put("name", body, this.say("kbCategorySaved"));
  }

  async #give(event: SubmitEvent, each: Category): Promise<void> {
    event.preventDefault();
    const branch = new FormData(event.target as HTMLFormElement).get("branch");
    const body = { topic: each.topic, branch_id: branch ? String(branch) : null };
    await this.#put("", body, this.say("kbCategoryGiven"));
  }

  async #refuse(refused: boolean, each: Category): Promise<void> {
    const said = this.say(refused ? "kbCategoryStrictOn" : "kbCategoryStrictOff");
    await this.#put("figures", { topic: each.topic, refused }, said);
    this.requestUpdate(); // where it was refused, the tick is what it was
  }

  async #put(what: string, body: object, said: string): Promise<void> {
    const saved = await this.attempt(async () => {
      await this.api.call("PUT", what ? `${PATH}/${what}` : PATH, body);
      await this.load();
    });
    if (saved) this.done = said;
  }

  protected override tell(error: unknown): void {
    super.tell(error);
    if (error instanceof ApiError && error.code === "conflict")
      this.trouble = this.say("kbCategoryTakenMeanwhile");
  }
}

customElements.define("yq-kb-categories", YqKbCategories);
