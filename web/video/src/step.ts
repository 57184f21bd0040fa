/** Defines <yq-step>: what the customer hears, to be read, and what they may answer; only a card is pictured here. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import "./card.ts";
import { type Say, speaker, type Word } from "./words/index.ts";

type Both = { readonly zh: string; readonly en: string };

/** Where the flow stands (docs/video.md). `kind` is empty where no step is left; `rating` 0: there is none. */
export interface StepShown extends Both {
  readonly type: "step";
  readonly title_zh: string;
  readonly title_en: string;
  readonly state: "open" | "done" | "stopped";
  readonly place: number;
  readonly steps: number;
  readonly kind: string;
  readonly answers: readonly string[];
  readonly questions: readonly (Both & { readonly options: readonly Both[] })[];
  readonly rating: number;
  readonly points: number;
  readonly expires_at: string;
  /** Whether a picture of the customer's card is wanted. */
  readonly picture: boolean;
}

/** What the customer is to do at a step whose words are meant for the agent. */
const BY_KIND: Readonly<Record<string, Word>> = {
  see: "stepSee",
  questionnaire: "stepQuestionnaire",
  suitability: "stepSuitability",
  identity: "stepIdentity",
  sign: "stepSign",
};

export class YqStep extends LitElement {
  static override styles = [
    base,
    css`
      section {
        padding: 12px 16px;
        border: 1px solid var(--yq-line);
        border-radius: var(--yq-radius);
        background: var(--yq-ground);
        color: var(--yq-text);
        font-size: 1.15em;
        line-height: 1.6;
      }
      h2 {
        margin: 0;
        font-size: 0.9em;
        font-weight: 400;
        color: var(--yq-quiet);
      }
      p {
        margin: 6px 0;
      }
      .words {
        font-size: 1.15em;
        font-weight: 500;
      }
      ol {
        margin: 6px 0;
        padding-left: 1.6em;
      }
      ul {
        margin: 2px 0 10px;
        padding-left: 1.1em;
      }
    `,
  ];
  static override properties = {
    step: { attribute: false },
    language: { attribute: false },
    seat: { attribute: false },
  };

  declare step: StepShown | null;
  declare language: Language;
  /** Gives the seat of the call. */
  declare seat: () => string;

  constructor() {
    super();
    this.step = null;
    this.seat = () => "";
    this.language = "zh";
  }

  override render(): TemplateResult | typeof nothing {
    const { step, language } = this;
    if (!step) return nothing;
    const say = speaker(language);
    const title = language === "zh" ? step.title_zh : step.title_en;
    const place = step.kind
      ? ` · ${say("stepPlace", { place: String(step.place), steps: String(step.steps) })}`
      : "";
    return html`<section aria-label=${title} aria-live="polite" data-testid="step" data-kind=${step.kind} data-state=${step.state}>
      <h2>${title}${place}</h2>
      ${this.#words(step, say)}
    </section>`;
  }

  #words(step: StepShown, say: Say): TemplateResult {
    if (step.state === "stopped") return html`<p class="words">${say("stepStopped")}</p>`;
    if (!step.kind) return html`<p class="words">${say("stepOver")}</p>`;
    const told = step[this.language];
    const todo = BY_KIND[step.kind];
    return html`${step.kind === "say" ? html`<p>${say("stepSay")}</p>` : nothing}
    <p class="words">${told || (todo ? say(todo) : "")}</p>
    ${step.picture ? html`<yq-card .language=${this.language} .seat=${this.seat}></yq-card>` : nothing}
    ${step.rating ? html`<p data-testid="rating">${this.#rating(step, say)}</p>` : nothing}
    ${
      step.answers.length
        ? html`<p>${say("stepAnswer", { answers: step.answers.map((each) => `「${each}」`).join("、") })}</p>`
        : nothing
    }
    ${
      step.questions.length
        ? html`<ol data-testid="questions">
          ${step.questions.map(
            (each) =>
              html`<li>
                ${each[this.language]}
                <ul>
                  ${each.options.map((option) => html`<li>${option[this.language]}</li>`)}
                </ul>
              </li>`,
          )}
        </ol>`
        : nothing
    }`;
  }

  #rating({ rating, points, expires_at }: StepShown, say: Say): string {
    const until = new Date(expires_at).toLocaleDateString(this.language === "zh" ? "zh-CN" : "en-GB");
    return say("stepRating", { rating: `R${rating}`, points: String(points), until });
  }
}

customElements.define("yq-step", YqStep);
