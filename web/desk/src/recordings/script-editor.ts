/** Defines <yq-script-editor>: a script's steps, written as a form; says `written` with the content, `gone` without. */

import { css, html, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { field, PeoplePage } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import {
  answersOf,
  type Content,
  KIND_WORDS,
  KINDS,
  type ScriptStep,
  type StepKind,
} from "./scripts-model.ts";

const EMPTY: ScriptStep = { step: "", kind: "say", zh: "", en: "", answers: [], faces: false };

/** What is written: a name only for a script that is new. */
export interface Written {
  readonly name: string;
  readonly content: Content;
}

/** `content`: what stands there at first; `fresh`: the script is new, so it needs a name. */
export class YqScriptEditor extends PeoplePage {
  static override styles = [
    base,
    formStyles,
    peopleStyles,
    css`
      .step {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(200px, 1fr));
        gap: 8px 12px;
        margin-bottom: 12px;
        padding: 12px;
        border: 1px solid var(--yq-line);
        border-radius: var(--yq-radius);
      }
      .step .words {
        grid-column: 1 / -1;
      }
    `,
  ];
  static override properties = {
    ...PeoplePage.properties,
    content: { attribute: false },
    fresh: { attribute: false },
    steps: { state: true },
  };

  declare content: Content | null;
  declare fresh: boolean;
  declare steps: readonly ScriptStep[];

  constructor() {
    super();
    this.content = null;
    this.fresh = false;
    this.steps = [];
  }

  override willUpdate(): void {
    if (!this.hasUpdated) this.steps = this.content?.steps ?? [EMPTY];
  }

  override render(): TemplateResult {
    const { say, content } = this;
    return html`<form @submit=${this.#write}>
      ${
        this.fresh
          ? html`<label>
              ${say("scName")}
              <input name="name" required pattern="[a-z][a-z0-9_]{0,39}" autocomplete="off" data-testid="script-name" />
              <span class="hint">${say("scNameHint")}</span>
            </label>`
          : ""
      }
      <label>${say("scTitle")}<input name="zh" required maxlength="1000" .value=${content?.zh ?? ""} /></label>
      <label>${say("scTitleEn")}<input name="en" required maxlength="1000" .value=${content?.en ?? ""} /></label>
      <label class="tick">
        <input type="checkbox" name="recorded" ?checked=${content?.recorded ?? true} />${say("scRecorded")}
      </label>
      <label>
        ${say("scLicences")}
        <input name="licences" .value=${(content?.licences ?? []).join(", ")} autocomplete="off" />
        <span class="hint">${say("scLicencesHint")}</span>
      </label>
      <fieldset>
        <legend>${say("scSteps")}</legend>
        ${this.steps.map((step, at) => this.#step(step, at))}
        <button type="button" class="secondary" data-testid="add-step" @click=${this.#add}>${say("scAddStep")}</button>
      </fieldset>
      <div class="row">
        <button class="primary" data-testid="write-script">${say("scWrite")}</button>
        <button type="button" class="secondary" @click=${() => this.dispatchEvent(new Event("gone"))}>${say("cancel")}</button>
      </div>
    </form>`;
  }

  protected override load(): Promise<void> {
    return Promise.resolve();
  }

  #step(step: ScriptStep, at: number): TemplateResult {
    const { say } = this;
    const set = (more: Partial<ScriptStep>): void => {
      this.steps = this.steps.map((each, place) => (place === at ? { ...each, ...more } : each));
    };
    const typed = (event: Event): string => (event.target as HTMLInputElement).value;
    const answers = step.kind === "consent" || step.kind === "ask";
    return html`<div class="step" role="group" aria-label=${say("scStepNumber", { number: String(at + 1) })} data-testid="step">
      <label>
        ${say("scStepName")}
        <input required pattern="[a-z][a-z0-9_]{0,39}" .value=${step.step} @input=${(event: Event) => set({ step: typed(event).trim() })} />
      </label>
      <label>
        ${say("scKind")}
        <select .value=${step.kind} @change=${(event: Event) => set({ kind: typed(event) as StepKind, answers: [], faces: false })}>
          ${KINDS.map((kind) => html`<option value=${kind} ?selected=${kind === step.kind}>${say(KIND_WORDS[kind])}</option>`)}
        </select>
      </label>
      ${
        answers
          ? html`<label>
              ${say("scAnswers")}
              <input required .value=${step.answers.join("，")} @change=${(event: Event) => set({ answers: answersOf(typed(event)) })} />
              <span class="hint">${say("scAnswersHint")}</span>
            </label>`
          : ""
      }
      ${
        step.kind === "see"
          ? html`<label class="tick">
              <input type="checkbox" ?checked=${step.faces} @change=${() => set({ faces: !step.faces })} />${say("scFaces")}
            </label>`
          : ""
      }
      <label class="words">
        ${say("scWords")}
        <textarea required maxlength="1000" rows="2" .value=${step.zh} @input=${(event: Event) => set({ zh: typed(event) })}></textarea>
      </label>
      <label class="words">
        ${say("scWordsEn")}
        <textarea required maxlength="1000" rows="2" .value=${step.en} @input=${(event: Event) => set({ en: typed(event) })}></textarea>
      </label>
      <div class="row words">
        <button type="button" class="secondary" ?disabled=${at === 0} @click=${() => this.#move(at)}>${say("scUp")}</button>
        <button type="button" class="secondary" ?disabled=${this.steps.length === 1} @click=${() => this.#remove(at)}>${say("scRemove")}</button>
      </div>
    </div>`;
  }

  readonly #add = (): void => {
    this.steps = [...this.steps, EMPTY];
  };

  #move(at: number): void {
    const steps = [...this.steps];
    const [moved] = steps.splice(at, 1);
    if (moved) steps.splice(at - 1, 0, moved);
    this.steps = steps;
  }

  #remove(at: number): void {
    this.steps = this.steps.filter((_, place) => place !== at);
  }

  readonly #write = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const content: Content = {
      zh: field(form, "zh"),
      en: field(form, "en"),
      recorded: form.get("recorded") !== null,
      licences: answersOf(field(form, "licences")),
      steps: this.steps,
    };
    this.dispatchEvent(
      new CustomEvent<Written>("written", { detail: { name: field(form, "name"), content } }),
    );
  };
}

customElements.define("yq-script-editor", YqScriptEditor);
