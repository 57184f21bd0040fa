/** Defines <yq-kb-synonym-draft>: what a draft changes, what is wrong in it, its next step; says `moved`. */

import { html, nothing, type TemplateResult } from "lit";
import type { Word } from "../words/index.ts";
import { KnowledgePage } from "./page.ts";
import { drawChanges } from "./synonym-changes.ts";
import { type Draft, findingSaid, type GroupChange, PATH } from "./synonym-model.ts";

export class YqKbSynonymDraft extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    draft: { attribute: false },
    number: { attribute: false },
    changes: { state: true },
    asking: { state: true },
  };

  declare draft: Draft;
  /** The version in force. */
  declare number: number;
  declare changes: readonly GroupChange[] | null;
  /** Whether it is asked once more if the draft is to be given up. */
  declare asking: boolean;

  constructor() {
    super();
    this.number = 0;
    this.changes = null;
    this.asking = false;
  }

  override updated(changed: Map<string, unknown>): void {
    const before = changed.get("draft") as Draft | undefined;
    if (before && before.revision !== this.draft.revision) void this.reload();
  }

  override render(): TemplateResult {
    const { say, draft } = this;
    const stops = draft.findings.some((each) => each.stops);
    const when = new Date(draft.updated_at).toLocaleString(this.language);
    return html`<section class="picker" aria-label=${say("kbSynDraft")}>
      <p class="bar">
        <span class="chip ${draft.state === "review" ? "live" : ""}" data-testid="syn-state"
          >${say(draft.state === "review" ? "kbReview" : "kbDraft")}</span
        >
        <span class="quiet">${say("kbSynChangedBy", { who: draft.updated_by, when })}</span>
      </p>
      ${draft.comment ? html`<p dir="auto">${say("kbSynWhatFor", { comment: draft.comment })}</p>` : nothing}
      ${draft.returned ? html`<p class="stops" dir="auto" data-testid="syn-returned">${say("kbSynReturned", { why: draft.returned })}</p>` : nothing}
      ${
        draft.findings.length
          ? html`<ul class="problems" data-testid="syn-findings">
            ${draft.findings.map((each) => html`<li class=${each.stops ? "stops" : "quiet"} dir="auto">${findingSaid(each, say)}</li>`)}
          </ul>`
          : nothing
      }
      <h3>${say("kbSynChanges")}</h3>
      ${this.changes ? drawChanges(this.changes, say) : this.nothingHere("")}
      ${this.told()} ${this.#steps(stops)}
    </section>`;
  }

  protected override async load(): Promise<void> {
    const path = `${PATH}/difference?one=${this.number}`;
    this.changes = (await this.api.call<{ changes: GroupChange[] }>("GET", path)).changes;
  }

  #steps(stops: boolean): TemplateResult {
    const { say, draft, staff } = this;
    const edits = staff.may("knowledge.edit");
    if (draft.state === "draft")
      return html`${edits ? this.#form("submit", "kbSynWhy", "kbSubmit", "primary", stops || !this.changes?.length) : nothing}
        <div class="row">${edits ? this.#drop() : nothing}</div>`;
    return html`${draft.own ? html`<p class="quiet" data-testid="syn-own">${say("kbValueOwn")}</p>` : nothing}
      ${
        staff.may("knowledge.review") && !draft.own
          ? html`<div class="row steps">
            <button class="primary" data-testid="syn-approve" ?disabled=${this.busy || stops} @click=${this.#approve}>
              ${say("kbSynApprove")}
            </button>
          </div>`
          : nothing
      }
      ${staff.may("knowledge.review") ? this.#form("give-back", "kbGiveBackWhy", "kbGiveBack", "secondary", false) : nothing}
      <div class="row">${edits ? this.#drop() : nothing}</div>`;
  }

  #form(step: "submit" | "give-back", why: Word, word: Word, look: string, off: boolean): TemplateResult {
    const { say } = this;
    return html`<form class="bar ends steps" @submit=${(event: SubmitEvent) => void this.#step(event, step)}>
      <label class="wide"
        >${say(why)}<input name="comment" required maxlength="500" autocomplete="off" data-testid="syn-${step}-why"
      /></label>
      <button class=${look} data-testid="syn-${step}" ?disabled=${this.busy || off}>${say(word)}</button>
    </form>`;
  }

  #drop(): TemplateResult {
    const word = this.say(this.asking ? "kbSynDropSure" : "kbSynDrop");
    return html`<button
      class="secondary ${this.asking ? "danger" : ""}"
      data-testid=${this.asking ? "syn-drop-really" : "syn-drop"}
      ?disabled=${this.busy}
      @click=${() => (this.asking ? void this.#send("drop", {}, this.say("kbSynDropped")) : (this.asking = true))}
    >
      ${word}
    </button>`;
  }

  readonly #approve = (): void => {
    void this.#send("approve", {}, this.say("kbSynPublished", { version: this.number + 1 }));
  };

  async #step(event: SubmitEvent, step: "submit" | "give-back"): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const comment = String(new FormData(form).get("comment") ?? "").trim();
    if (!comment) return;
    const done = step === "submit" ? "kbSynSubmitted" : "kbSynGivenBack";
    if (await this.#send(step, { comment }, this.say(done))) form.reset();
  }

  async #send(step: string, more: Readonly<Record<string, string>>, told: string): Promise<boolean> {
    const body = { revision: this.draft.revision, ...more };
    const done = await this.attempt(async () => {
      await this.api.call("POST", `${PATH}/draft/${step}`, body);
    });
    this.asking = false;
    if (done) this.dispatchEvent(new CustomEvent("moved", { detail: told }));
    return done;
  }
}

customElements.define("yq-kb-synonym-draft", YqKbSynonymDraft);
