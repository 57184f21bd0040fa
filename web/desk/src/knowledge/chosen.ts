/** Defines <yq-kb-chosen>: what can be done with the articles that are chosen; says `stepped` once it was done. */

import { html, nothing, type TemplateResult } from "lit";
import { fitting, type LeftAlone, MANY_STEPS, type ManyStep, stepsOf, takeStep } from "./many.ts";
import type { Listed } from "./model.ts";
import { KnowledgePage } from "./page.ts";

export class YqKbChosen extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    chosen: { attribute: false },
    left: { state: true },
    asking: { state: true },
    behind: { state: true },
  };

  declare chosen: readonly Listed[];
  /** What stayed as it was, of the last step. */
  declare left: readonly LeftAlone[];
  /** Whether the approval is asked about once more. */
  declare asking: boolean;
  /** How many are behind the step that is being taken. */
  declare behind: number;

  constructor() {
    super();
    this.chosen = this.left = [];
    this.asking = false;
    this.behind = 0;
  }

  override willUpdate(): void {
    if (!this.chosen.length) this.asking = false;
  }

  override render(): TemplateResult {
    const { say, chosen } = this;
    return html`${
      chosen.length
        ? html`<div class="bar chosen" role="group" aria-label=${say("kbManyChosen", { count: chosen.length })}>
            <span data-testid="chosen-count">${say("kbManyChosen", { count: chosen.length })}</span>
            ${stepsOf((right) => this.staff.may(right)).map((step) => this.#button(step))}
          </div>`
        : nothing
    }
    ${
      this.busy
        ? html`<p class="quiet" role="status">${say("kbManyGoing", { at: this.behind + 1, count: chosen.length })}</p>`
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
      @click=${() => (step === "approve" && !sure ? (this.asking = true) : this.#take(step, fits))}
    >
      ${this.say(sure ? "kbManyApproveSure" : MANY_STEPS[step].word, { count: fits.length })}
    </button>`;
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

  async #take(step: ManyStep, fits: readonly Listed[]): Promise<void> {
    this.asking = false;
    this.left = [];
    const whole = await this.attempt(async () => {
      this.left = await takeStep(this.api, step, fits, this.say, (behind) => (this.behind = behind));
    });
    if (whole) this.done = this.say("kbManyDone", { count: fits.length - this.left.length });
    this.dispatchEvent(new CustomEvent("stepped"));
  }
}

customElements.define("yq-kb-chosen", YqKbChosen);
