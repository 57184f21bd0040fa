/** Defines <yq-kb-chosen>: what can be done with the articles that are chosen; says `stepped` once it was done. */

import { html, nothing, type TemplateResult } from "lit";
import "./bulk.ts";
import { type BulkChange, changeAll } from "./bulk-change.ts";
import { fitting, type LeftAlone, MANY_STEPS, type ManyStep, stepsOf, takeStep, type Told } from "./many.ts";
import type { Listed } from "./model.ts";
import { KnowledgePage } from "./page.ts";

export class YqKbChosen extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    chosen: { attribute: false },
    left: { state: true },
    asking: { state: true },
    editing: { state: true },
    behind: { state: true },
    count: { state: true },
  };

  declare chosen: readonly Listed[];
  /** What stayed as it was, of the last step. */
  declare left: readonly LeftAlone[];
  /** Whether the approval is asked about once more. */
  declare asking: boolean;
  /** Whether the form for one change of all is open. */
  declare editing: boolean;
  /** How many are behind of those with which something is being done. */
  declare behind: number;
  declare count: number;

  constructor() {
    super();
    this.chosen = this.left = [];
    this.asking = this.editing = false;
    this.behind = this.count = 0;
  }

  override willUpdate(): void {
    if (!this.chosen.length) this.asking = this.editing = false;
  }

  override render(): TemplateResult {
    const { say, chosen } = this;
    return html`${
      chosen.length
        ? html`<div class="bar chosen" role="group" aria-label=${say("kbManyChosen", { count: chosen.length })}>
            <span data-testid="chosen-count">${say("kbManyChosen", { count: chosen.length })}</span>
            ${stepsOf((right) => this.staff.may(right)).map((step) => this.#button(step))}
            ${this.staff.may("knowledge.edit") ? this.#edit() : nothing}
          </div>`
        : nothing
    }
    ${this.editing ? this.#form() : nothing}
    ${
      this.busy
        ? html`<p class="quiet" role="status">${say("kbManyGoing", { at: this.behind + 1, count: this.count })}</p>`
        : nothing
    }
    ${this.told()} ${this.#leftAlone()}`;
  }

  protected override load(): Promise<void> {
    return Promise.resolve(); // what is chosen stands in the list
  }

  /** An approval says that somebody has read what they approve. */
  #button(step: ManyStep): TemplateResult | typeof nothing {
    const fits = fitting(step, this.chosen);
    if (!fits.length) return nothing;
    const sure = step === "approve" && this.asking;
    return html`<button
      class=${sure ? "secondary danger" : "secondary"}
      data-testid=${sure ? "many-approve-really" : `many-${step}`}
      ?disabled=${this.busy}
      @click=${() => (step === "approve" && !sure ? (this.asking = true) : void this.#take(step, fits))}
    >
      ${this.say(sure ? "kbManyApproveSure" : MANY_STEPS[step].word, { count: fits.length })}
    </button>`;
  }

  #edit(): TemplateResult {
    return html`<button
      class="secondary"
      data-testid="many-edit"
      aria-expanded=${this.editing}
      ?disabled=${this.busy}
      @click=${() => (this.editing = !this.editing)}
    >
      ${this.say("kbBulkMany", { count: this.chosen.length })}
    </button>`;
  }

  #form(): TemplateResult {
    return html`<yq-kb-bulk
      .staff=${this.staff}
      .say=${this.say}
      .language=${this.language}
      .chosen=${this.chosen}
      .going=${this.busy}
      @confirmed=${(event: CustomEvent<BulkChange>) => void this.#change(event.detail)}
    ></yq-kb-bulk>`;
  }

  #leftAlone(): TemplateResult | typeof nothing {
    const { say, left } = this;
    if (!left.length) return nothing;
    return html`<p class="stops">${say("kbManyLeft", { count: left.length })}</p>
      <ul class="problems" data-testid="many-left">
        ${left.map(
          ({ article, why }) =>
            html`<li>
              <a href="#knowledge/articles/${encodeURIComponent(article.article_id)}" dir="auto">${article.title}</a>
              ${why}
            </li>`,
        )}
      </ul>`;
  }

  #take(step: ManyStep, fits: readonly Listed[]): Promise<void> {
    this.asking = false;
    return this.#work(fits, (told) => takeStep(this.api, step, fits, this.say, told));
  }

  #change(change: BulkChange): Promise<void> {
    const rows = this.chosen;
    return this.#work(rows, (told) => changeAll(this.api, change, rows, this.say, told));
  }

  /** Does something with articles, and tells which stayed as they were, also where it had to stop on the way. */
  async #work(
    articles: readonly Listed[],
    act: (told: Told) => Promise<readonly LeftAlone[]>,
  ): Promise<void> {
    if (this.busy) return;
    this.left = [];
    this.count = articles.length;
    const told: Told = (behind, left) => {
      this.behind = behind;
      this.left = left;
    };
    const whole = await this.attempt(async () => {
      this.left = await act(told);
    });
    if (whole) this.done = this.say("kbManyDone", { count: articles.length - this.left.length });
    else this.trouble += ` ${this.#stopped(articles)}`;
    this.dispatchEvent(new CustomEvent("stepped"));
  }

  #stopped(articles: readonly Listed[]): string {
    const title = articles[this.behind]?.title ?? "";
    return this.say("kbManyStopped", { title, count: articles.length - this.behind - 1 });
  }
}

customElements.define("yq-kb-chosen", YqKbChosen);
