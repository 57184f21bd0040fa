/** Defines <yq-kb-synonym-try>: which groups a question touches and what it finds, in force and with the draft. */

import { html, type TemplateResult } from "lit";
import type { Word } from "../words/index.ts";
import { KnowledgePage } from "./page.ts";
import { PATH } from "./synonym-model.ts";

/** What comes of a question by one list. */
interface Tried {
  readonly groups: readonly (readonly string[])[];
  readonly outcome: "answer" | "offer" | "abstain";
  readonly found: readonly { readonly article_id: string; readonly title: string }[];
}

const OUTCOMES: Readonly<Record<Tried["outcome"], Word>> = {
  answer: "kbOutcomeAnswer",
  offer: "kbOutcomeOffer",
  abstain: "kbOutcomeAbstain",
};

export class YqKbSynonymTry extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    text: { attribute: false },
    tried: { state: true },
  };

  /** The list as it stands in the editor. */
  declare text: string;
  declare tried: { readonly published: Tried; readonly draft: Tried } | null;

  constructor() {
    super();
    this.text = "";
    this.tried = null;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("text")) this.tried = null; // it was of another list
  }

  override render(): TemplateResult {
    const { say, tried } = this;
    return html`<h3>${say("kbSynTry")}</h3>
      <form class="bar" @submit=${this.#ask}>
        <input
          name="question"
          class="wide"
          required
          maxlength="500"
          dir="auto"
          aria-label=${say("kbQuestion")}
          placeholder=${say("kbQuestion")}
          data-testid="syn-question"
        />
        <button class="secondary" data-testid="syn-ask" ?disabled=${this.busy}>${say("kbAsk")}</button>
      </form>
      ${this.told()}
      <div class="fields" aria-live="polite" data-testid="syn-tried">
        ${
          tried
            ? html`${this.#side("kbSynInForce", tried.published, "published")}${this.#side("kbSynWithDraft", tried.draft, "draft")}`
            : html`<p class="quiet">${say("kbSynTryWhy")}</p>`
        }
      </div>`;
  }

  protected override load(): Promise<void> {
    return Promise.resolve(); // nothing is asked before somebody asks
  }

  #side(word: Word, tried: Tried, name: string): TemplateResult {
    const { say } = this;
    return html`<div class="shown" data-testid="syn-tried-${name}">
      <h4>${say(word)}</h4>
      <p>
        ${
          tried.groups.length
            ? html`${say("kbSynTouches")} ${tried.groups.map((words) => html`<span class="chip" dir="auto" title=${words.join(" ")}>${words[0]}</span> `)}`
            : html`<span class="quiet">${say("kbSynTouchesNone")}</span>`
        }
      </p>
      <p><span class="chip ${tried.outcome === "answer" ? "live" : ""}">${say(OUTCOMES[tried.outcome])}</span></p>
      ${
        tried.found.length
          ? html`<ol class="problems">
            ${tried.found.map(
              (each) =>
                html`<li><a href="#knowledge/articles/${encodeURIComponent(each.article_id)}" dir="auto">${each.title}</a></li>`,
            )}
          </ol>`
          : html`<p class="quiet">${say("kbNothingFound")}</p>`
      }
    </div>`;
  }

  readonly #ask = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const question = String(new FormData(event.target as HTMLFormElement).get("question") ?? "").trim();
    if (!question) return;
    await this.attempt(async () => {
      this.tried = await this.api.call("POST", `${PATH}/try`, { question, text: this.text });
    });
  };
}

customElements.define("yq-kb-synonym-try", YqKbSynonymTry);
