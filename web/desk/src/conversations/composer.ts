/** Defines <yq-desk-composer>: an answer to the customer, or a note that the customer never sees. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { isComposing, sendable } from "@yuanqiao/shared/components/text.ts";
import type { Say } from "../words/index.ts";
import { formStyles } from "../shell/form.styles.ts";

/** Says `write` with `{kind, text}`, and `typed` with what stands there. */
export class YqDeskComposer extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      :host {
        display: block;
        padding: 8px 16px 16px;
        border-top: 1px solid var(--yq-line);
      }
      .kinds {
        display: flex;
        gap: 4px;
        margin-bottom: 6px;
      }
      .kinds button {
        min-height: 32px;
        padding: 0 12px;
        border-radius: var(--yq-radius-control);
        color: var(--yq-quiet);
      }
      .kinds button[aria-pressed="true"] {
        background: var(--yq-surface);
        color: var(--yq-text);
        font-weight: 500;
      }
      textarea {
        width: 100%;
        min-height: 76px;
        max-height: 30vh;
        padding: 10px 12px;
        border: 1px solid var(--yq-line-control);
        border-radius: var(--yq-radius-control);
        font: inherit;
        color: inherit;
        background: var(--yq-ground);
        resize: vertical;
      }
      :host([note]) textarea {
        background: var(--yq-attention-ground);
      }
      .row {
        align-items: center;
        justify-content: space-between;
        margin-top: 8px;
      }
      .hint {
        font-size: 12px;
        color: var(--yq-quiet);
      }
    `,
  ];
  static override properties = {
    say: { attribute: false },
    text: { attribute: false },
    note: { type: Boolean, reflect: true },
  };

  declare say: Say;
  declare text: string;
  declare note: boolean;

  constructor() {
    super();
    this.text = "";
    this.note = false;
  }

  /** Puts the cursor where the agent writes. */
  override focus(): void {
    this.renderRoot.querySelector("textarea")?.focus();
  }

  override render(): TemplateResult {
    const { say } = this;
    const kind = (note: boolean, word: "reply" | "note"): TemplateResult => html`<button
      type="button"
      aria-pressed=${this.note === note ? "true" : "false"}
      data-testid=${word}
      @click=${() => this.#choose(note)}
    >
      ${say(word)}
    </button>`;
    return html`<div class="kinds" role="group" aria-label=${say("kindOfWords")}>
        ${kind(false, "reply")}${kind(true, "note")}
      </div>
      <textarea
        rows="3"
        dir="auto"
        maxlength="2000"
        data-testid="composer"
        aria-label=${say(this.note ? "noteField" : "replyField")}
        placeholder=${say(this.note ? "noteField" : "replyField")}
        .value=${this.text}
        @input=${this.#input}
        @keydown=${this.#key}
      ></textarea>
      <div class="row">
        <span class="hint">${say("sendHint")}</span>
        <button class="primary" ?disabled=${!sendable(this.text)} data-testid="send" @click=${this.#send}>
          ${say(this.note ? "saveNote" : "send")}
        </button>
      </div>`;
  }

  #choose(note: boolean): void {
    this.note = note;
    this.focus();
  }

  readonly #input = (event: Event): void => {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.dispatchEvent(new CustomEvent("typed", { detail: this.text }));
  };

  /** Enter sends, Shift+Enter breaks; never while an input method is composing. */
  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    this.#send();
  };

  readonly #send = (): void => {
    const text = sendable(this.text);
    if (!text) return;
    this.dispatchEvent(new CustomEvent("write", { detail: { kind: this.note ? "note" : "say", text } }));
  };
}

customElements.define("yq-desk-composer", YqDeskComposer);
