/** Defines <yq-desk-flow>: the script of a business flow beside the picture, one step after the other. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say, Word } from "../words/index.ts";
import { type CardPicture, cardTold, provenTold } from "./card.ts";
import type { Case, Flows, Step, Tick } from "./flow.ts";

const REFUSED: Readonly<Record<string, Word>> = {
  not_recording: "flowNotRecording",
  no_face: "flowNoFace",
  no_face_own: "flowNoFaceOwn",
  document_differs: "flowDocumentDiffers",
  not_allowed: "flowNotAllowed",
  media_gone: "flowMediaGone",
  no_room: "flowNoRoom",
  bad_input: "flowBadInput",
  conflict: "flowConflict",
};

const STOPPED: Readonly<Record<string, Word>> = {
  no_consent: "flowNoConsent",
  answer: "flowWrongAnswer",
  risk_too_high: "flowRiskTooHigh",
  identity_failed: "flowIdentityFailed",
  sign_failed: "flowSignFailed",
};

/** Who looks whether both faces are in the picture. */
const FACES: Readonly<Record<Flows["faces_by"], Word>> = {
  model: "flowFacesModel",
  demo: "flowDemoFaces",
  agent: "flowFacesWord",
};

/** Another answer than those that let the flow go on; which one it was the recording has. */
const OTHER = "其他回答";

const CLASSES = [1, 2, 3, 4, 5] as const;

/** Says `flow-begin` with a script's name and `flow-tick` with a `Tick`. `why`: what was refused last. */
export class YqDeskFlow extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      :host {
        display: block;
        max-height: 38vh;
        overflow: auto;
      }
      ol {
        margin: 8px 0;
        padding-left: 24px;
      }
      li[data-where="later"] {
        color: var(--yq-quiet);
      }
      .words {
        margin: 4px 0 8px;
        font-size: 18px;
        font-weight: 500;
      }
      .refused {
        position: sticky;
        top: 0;
        z-index: 1;
        border: 1px solid;
      }
      .proof {
        display: block;
      }
      .beside {
        display: flex;
        flex-wrap: wrap;
        gap: 12px;
        align-items: start;
      }
      .beside form {
        flex: 1 1 220px;
      }
      img {
        flex: 0 1 300px;
        min-width: 0;
        max-width: 100%;
        border-radius: var(--yq-radius-control);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: end;
      }
    `,
  ];
  static override properties = {
    say: { attribute: false },
    language: { attribute: false },
    flows: { attribute: false },
    flow: { attribute: false },
    why: { attribute: false },
    card: { attribute: false },
  };

  declare say: Say;
  declare language: Language;
  declare flows: Flows;
  declare flow: Case | null;
  declare why: string;
  /** The customer's picture of their identity card; null: none came. */
  declare card: CardPicture | null;

  constructor() {
    super();
    this.flow = null;
    this.why = "";
    this.card = null;
  }

  override render(): TemplateResult {
    const { say, flow, why } = this;
    return html`<section aria-label=${say("flow")} data-testid="flow" data-state=${flow?.state ?? "none"}>
      ${
        why
          ? html`<p class="trouble refused" role="alert" data-testid="flow-refused">${say(REFUSED[why] ?? "flowRefused")}</p>`
          : nothing
      }
      ${flow ? this.#steps(flow) : this.#choice()}
    </section>`;
  }

  #choice(): TemplateResult {
    const { say, language } = this;
    return html`<form class="row" @submit=${this.#begin}>
      <label
        >${say("flow")}
        <select name="script" data-testid="flow-script">
          ${this.flows.scripts.map(
            (each) =>
              html`<option value=${each.script}>${each[language]}${each.recorded ? say("flowRecorded") : ""}</option>`,
          )}
        </select>
      </label>
      <button class="secondary" data-testid="flow-begin">${say("flowBegin")}</button>
    </form>`;
  }

  #steps(flow: Case): TemplateResult {
    const { say, language } = this;
    const next = flow.steps[flow.done.length];
    return html`<ol>
        ${flow.steps.map(
          (
            step,
            place,
          ) => html`<li data-where=${place < flow.done.length ? "done" : step === next ? "now" : "later"}>
            ${
              step === next && flow.state === "open"
                ? this.#now(step)
                : html`${step[language]} ${place < flow.done.length ? say(doneWords(step, flow)) : nothing}
                  ${this.#proof(step, flow)}`
            }
          </li>`,
        )}
      </ol>
      ${this.#end(flow, next)}`;
  }

  #proof(step: Step, flow: Case): TemplateResult | typeof nothing {
    const proof = flow.proofs[step.step];
    if (!proof) return nothing;
    const how = proof.demo ? "trouble" : "hint";
    return html`<span class="proof ${how}" data-testid="flow-proof">${provenTold(proof, this.say, this.language)}</span>`;
  }

  /** What the customer's picture shows, before the agent confirms it in the fields. */
  #card(): TemplateResult {
    const { say, card } = this;
    if (!this.flows.ocr && !card)
      return html`<p class="hint" data-testid="card">${say("cardNotInstalled")}</p>`;
    if (!card) return html`<p class="hint" data-testid="card">${say("cardWaiting")}</p>`;
    return html`<p class=${card.trouble ? "trouble" : "hint"} role="status" data-testid="card">
      ${cardTold(card, say)}
    </p>`;
  }

  #picture(): TemplateResult | typeof nothing {
    if (!this.card) return nothing;
    const source = `data:image/jpeg;base64,${this.card.picture}`;
    return html`<img src=${source} alt=${this.say("cardPicture")} data-testid="card-picture" />`;
  }

  #end(flow: Case, next: Step | undefined): TemplateResult | typeof nothing {
    const { say } = this;
    if (flow.state === "stopped")
      return html`<p class="trouble" role="alert" data-testid="flow-stopped">
        ${say(STOPPED[flow.stopped_why] ?? "flowStopped")}
      </p>`;
    if (next) return nothing;
    return html`<p role="status" data-testid="flow-over">
      ${say(flow.state === "done" ? "flowOver" : "flowOverUnsealed")}
    </p>`;
  }

  #now(step: Step): TemplateResult {
    const { say, language } = this;
    const demo = this.flows.demo && (step.kind === "identity" || step.kind === "sign");
    return html`<p class="words" data-testid="flow-words">${step[language]}</p>
      ${demo ? html`<p class="trouble">${say("flowDemo")}</p>` : nothing}
      ${step.faces ? html`<p class="hint" data-testid="flow-faces">${say(FACES[this.flows.faces_by])}</p>` : nothing}
      ${step.kind === "identity" ? this.#card() : nothing}
      <div class="beside">
        ${step.kind === "identity" ? this.#picture() : nothing}
        <form class="row" @submit=${(event: SubmitEvent) => void this.#tick(event, step)}>
          ${this.#fields(step)}
          ${
            step.answers.length
              ? html`${step.answers.map((answer) => this.#answer(step, answer, answer))}
                ${this.#answer(step, OTHER, say("flowOtherAnswer"))}`
              : html`<button class="primary" data-testid="flow-tick">${say("flowTick")}</button>`
          }
        </form>
      </div>`;
  }

  #answer(step: Step, answer: string, label: string): TemplateResult {
    return html`<button
      type="button"
      class=${answer === OTHER ? "secondary" : "primary"}
      data-testid=${answer === OTHER ? "flow-other" : "flow-answer"}
      @click=${() => this.#say({ step: step.step, answer })}
    >
      ${label}
    </button>`;
  }

  #fields(step: Step): TemplateResult | typeof nothing {
    const { say, language } = this;
    switch (step.kind) {
      case "questionnaire":
        return html`${this.flows.questions.map(
          (each) =>
            html`<label
              >${each[language]}
              <select name=${each.question} required>
                <option value="" selected></option>
                ${each.options.map((option, place) => html`<option value=${place}>${option[language]}</option>`)}
              </select>
            </label>`,
        )}`;
      case "suitability":
        return html`<label
          >${say("flowClass")}
          <select name="class">
            ${CLASSES.map((each) => html`<option value=${each}>R${each}</option>`)}
          </select>
        </label>`;
      case "identity":
        return html`<label
            >${say("flowName")}
            <input name="name" required maxlength="60" autocomplete="off" .value=${this.card?.name ?? ""} />
          </label>
          <label
            >${say("flowNumber")}
            <input
              name="number"
              required
              pattern="[0-9]{17}[0-9X]"
              autocomplete="off"
              .value=${this.card?.id_number ?? ""}
            />
          </label>`;
      case "sign":
        return html`<label>${say("flowDocument")} <input name="document" type="file" required /></label>`;
      default:
        return nothing;
    }
  }

  readonly #begin = (event: SubmitEvent): void => {
    event.preventDefault();
    const script = fields(event).get("script");
    this.dispatchEvent(new CustomEvent("flow-begin", { detail: script }));
  };

  async #tick(event: SubmitEvent, { step, kind }: Step): Promise<void> {
    event.preventDefault();
    const given = fields(event);
    if (kind === "questionnaire") {
      const answers = Object.fromEntries(
        this.flows.questions.map(({ question }) => [question, Number(given.get(question))]),
      );
      this.#say({ step, answers });
    } else if (kind === "suitability") this.#say({ step, product_class: Number(given.get("class")) });
    else if (kind === "identity")
      this.#say({ step, person: { name: text(given, "name"), id_number: text(given, "number") } });
    else if (kind === "sign") this.#say({ step, document: await hashOf(given.get("document")) });
    else this.#say({ step });
  }

  #say(tick: Tick): void {
    this.dispatchEvent(new CustomEvent<Tick>("flow-tick", { detail: tick }));
  }
}

/** That a step is done; where faces had to be seen, by whom they were. */
function doneWords(step: Step, flow: Case): Word {
  if (!step.faces) return "flowDone";
  return flow.by_model.includes(step.step) ? "flowDoneModel" : "flowDoneWord";
}

function fields(event: SubmitEvent): FormData {
  return new FormData(event.target as HTMLFormElement);
}

function text(given: FormData, name: string): string {
  const value = given.get(name);
  return typeof value === "string" ? value.trim() : "";
}

/** SHA-256 of a file in hex; the file itself stays here. */
async function hashOf(file: FormDataEntryValue | null): Promise<string> {
  const bytes = file instanceof File ? await file.arrayBuffer() : new ArrayBuffer(0);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

customElements.define("yq-desk-flow", YqDeskFlow);
