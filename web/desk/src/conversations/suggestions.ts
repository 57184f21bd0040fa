/** Defines <yq-suggestions>: answers of the knowledge base with their source, to be inserted, never sent. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { formStyles } from "../shell/form.styles.ts";
import { ApiError } from "../staff/api.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import type { Written } from "./composer.ts";
import { corrects } from "./corrected.ts";

/** Characters that the editors are told at most. */
const LONGEST = 2000;

interface Suggested {
  readonly question: string;
  readonly text: string;
  readonly article: string;
  readonly version: number;
  readonly title: string;
  readonly effective_from: string;
  /** What the editors tell agents; it is never inserted. */
  readonly note: string;
}

/** What the editors tell agents of an article that the bot answered with. */
interface AnsweredNote {
  readonly article: string;
  readonly version: number;
  readonly title: string;
  readonly note: string;
}

interface Told {
  readonly answers: readonly Suggested[];
  readonly answered: readonly AnsweredNote[];
  readonly available: boolean;
}

/** Says `insert` with the words of the answer that was chosen. */
export class YqSuggestions extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      ul {
        display: grid;
        gap: 8px;
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 10px 12px;
        border: 1px solid var(--yq-line);
        border-radius: var(--yq-radius-control);
      }
      p {
        margin: 0 0 6px;
        max-height: 8em;
        overflow: auto;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .source,
      .quiet {
        color: var(--yq-quiet);
        font-size: var(--yq-small);
      }
      .note {
        max-height: 12em;
        margin: 8px 0;
        padding: 6px 10px;
        border-inline-start: 3px solid var(--yq-attention);
        background: var(--yq-attention-ground);
        color: var(--yq-attention);
        font-size: var(--yq-small);
      }
      .note strong {
        display: block;
      }
      button {
        min-height: 32px;
      }
      form {
        margin-top: 8px;
      }
      textarea {
        width: 100%;
        padding: 8px 12px;
        border: 1px solid var(--yq-line-control);
        border-radius: var(--yq-radius-control);
        background: var(--yq-ground);
        color: inherit;
        font: inherit;
        resize: vertical;
      }
    `,
  ];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    task: { attribute: false },
    heard: { attribute: false },
    told: { state: true },
    failed: { state: true },
    correcting: { state: true },
    thanks: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare task: string;
  /** Number of the customer's last message: another one is another question. */
  declare heard: number;
  declare told: Told | null;
  declare failed: boolean;
  /** The answer about which the editors are told what is right. */
  declare correcting: Suggested | null;
  /** Whether the editors were told just now, or could not be. */
  declare thanks: "" | "suggestCorrected" | "suggestNotCorrected";
  #inserted: Suggested | null = null;

  constructor() {
    super();
    this.told = this.correcting = null;
    this.failed = false;
    this.thanks = "";
  }

  /** Words were sent to the customer: where they correct the answer that was inserted, its editors learn it. */
  async sent(text: string): Promise<void> {
    const inserted = this.#inserted;
    this.#inserted = null;
    if (inserted && corrects(inserted.text, text)) await this.#correct(inserted, text);
  }

  async #correct(answer: Suggested, text: string): Promise<void> {
    const body = { article: answer.article, version: answer.version, text: text.slice(0, LONGEST) };
    try {
      await this.staff.api.call("POST", `/staff/tasks/${this.task}/corrections`, body);
      this.correcting = null;
      this.thanks = "suggestCorrected";
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.thanks = "suggestNotCorrected";
    }
  }

  /** Asks for what may be answered to the customer's last words. */
  async ask(): Promise<void> {
    this.failed = false;
    try {
      this.told = await this.staff.api.call<Told>("GET", `/staff/tasks/${this.task}/suggestions`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.failed = true;
    }
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("task") || changed.has("heard")) this.told = this.correcting = null;
    if (changed.has("task")) this.#inserted = null;
    if (changed.has("task")) this.thanks = "";
  }

  override render(): TemplateResult {
    const { say, told } = this;
    const nothingFound = this.failed || (told !== null && !told.available);
    return html`<button class="secondary" data-testid="suggest" @click=${() => void this.ask()}>
        ${say("suggest")}
      </button>
      ${nothingFound ? html`<p class="quiet" role="status">${say("suggestUnavailable")}</p>` : nothing}
      ${
        told?.available && !told.answers.length
          ? html`<p class="quiet" role="status">${say("suggestNone")}</p>`
          : nothing
      }
      ${this.thanks ? html`<p class="quiet" role="status" data-testid="corrected">${say(this.thanks)}</p>` : nothing}
      <ul>
        ${told?.answers.map((each) => this.#answer(each))} ${this.#answered().map((each) => this.#noted(each))}
      </ul>`;
  }

  /** What the bot answered with and no suggestion shows already. */
  #answered(): readonly AnsweredNote[] {
    const shown = this.told?.answers.map(({ article, version }) => `${article} ${version}`) ?? [];
    return (this.told?.answered ?? []).filter(
      ({ article, version }) => !shown.includes(`${article} ${version}`),
    );
  }

  #noted({ title, version, note }: AnsweredNote): TemplateResult {
    return html`<li data-testid="answered-note">
      <div class="source">${this.say("suggestAnswered", { title, version })}</div>
      ${this.#note(note)}
    </li>`;
  }

  #note(note: string): TemplateResult {
    return html`<p class="note" tabindex="0" dir="auto" data-testid="agents-note"><strong>${this.say("agentsOnly")}</strong>${note}</p>`;
  }

  #answer(each: Suggested): TemplateResult {
    const { say } = this;
    return html`<li data-testid="suggestion">
      <p tabindex="0">${each.text}</p>
      <div class="source">
        ${say("suggestSource", { title: each.title, version: each.version, from: each.effective_from })}
      </div>
      ${each.note ? this.#note(each.note) : nothing}
      <button
        class="secondary"
        data-testid="insert-suggestion"
        @click=${() => this.#insert(each)}
      >
        ${say("insert")}
      </button>
      <button
        class="secondary"
        data-testid="correct"
        aria-expanded=${this.correcting === each}
        @click=${() => (this.correcting = this.correcting === each ? null : each)}
      >
        ${say("suggestWrong")}
      </button>
      ${this.correcting === each ? this.#form(each) : nothing}
    </li>`;
  }

  #insert(answer: Suggested): void {
    this.#inserted = answer;
    this.dispatchEvent(new CustomEvent("insert", { detail: answer.text }));
  }

  #form(answer: Suggested): TemplateResult {
    const { say } = this;
    return html`<form
      data-testid="correct-form"
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        const text = new FormData(event.target as HTMLFormElement).get("text");
        void this.#correct(answer, String(text ?? "").trim());
      }}
    >
      <label
        >${say("suggestRight")}<textarea name="text" rows="4" required maxlength=${LONGEST} dir="auto"></textarea
      ></label>
      <button class="primary" data-testid="correct-do">${say("suggestTell")}</button>
    </form>`;
  }
}

/** Looks for what may be answered, where the suggestions stand on the page. */
export function askSuggestions(page: ParentNode): void {
  void page.querySelector<YqSuggestions>("yq-suggestions")?.ask();
}

/** Tells the suggestions what was sent to the customer; a note is for nobody but the staff. */
export function tellSent(page: ParentNode, { type, text }: Written): void {
  if (type === "say") void page.querySelector<YqSuggestions>("yq-suggestions")?.sent(text);
}

customElements.define("yq-suggestions", YqSuggestions);
