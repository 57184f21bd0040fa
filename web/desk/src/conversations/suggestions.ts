/** Defines <yq-suggestions>: answers of the knowledge base with their source, to be inserted, never sent. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { formStyles } from "../shell/form.styles.ts";
import { ApiError } from "../staff/api.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";

interface Suggested {
  readonly question: string;
  readonly text: string;
  readonly article: string;
  readonly version: number;
  readonly title: string;
  readonly effective_from: string;
}

interface Told {
  readonly answers: readonly Suggested[];
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
      button {
        min-height: 32px;
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
  };

  declare staff: Staff;
  declare say: Say;
  declare task: string;
  /** Number of the customer's last message: another one is another question. */
  declare heard: number;
  declare told: Told | null;
  declare failed: boolean;

  constructor() {
    super();
    this.told = null;
    this.failed = false;
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
    if (changed.has("task") || changed.has("heard")) this.told = null;
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
      <ul>
        ${told?.answers.map((each) => this.#answer(each))}
      </ul>`;
  }

  #answer(each: Suggested): TemplateResult {
    const { say } = this;
    return html`<li data-testid="suggestion">
      <p tabindex="0">${each.text}</p>
      <div class="source">
        ${say("suggestSource", { title: each.title, version: each.version, from: each.effective_from })}
      </div>
      <button
        class="secondary"
        data-testid="insert-suggestion"
        @click=${() => this.dispatchEvent(new CustomEvent("insert", { detail: each.text }))}
      >
        ${say("insert")}
      </button>
    </li>`;
  }
}

customElements.define("yq-suggestions", YqSuggestions);
