/** Defines <yq-sheet>: something over the chat, one at a time; Esc or its button puts it away. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { base } from "../design/tokens.ts";
import { speaker } from "../words/common.ts";
import type { Language } from "../words/language.ts";
import { icons } from "./icons.ts";

/** A native modal dialog round its content. Says `gone` when it was put away; the focus is back by then. */
export class YqSheet extends LitElement {
  static override styles = [
    base,
    css`
      dialog {
        width: min(calc(100% - 24px), 680px);
        max-width: none;
        max-height: calc(100% - 24px);
        padding: 0;
        border: 1px solid var(--yq-line);
        border-radius: var(--yq-radius);
        background: var(--yq-ground);
        color: var(--yq-text);
        overflow: hidden;
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 45%);
      }
      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        padding: 4px 4px 4px 16px;
        border-bottom: 1px solid var(--yq-line);
      }
      h2 {
        margin: 0;
        min-width: 0;
        font-size: var(--yq-size);
        font-weight: 600;
        line-height: 1.4;
        overflow-wrap: anywhere;
      }
      .close {
        flex: none;
        display: grid;
        place-items: center;
        width: var(--yq-target);
        height: var(--yq-target);
        border-radius: var(--yq-radius-control);
        color: var(--yq-quiet);
      }
      .close:hover {
        background: var(--yq-surface);
        color: var(--yq-text);
      }
      .body {
        min-height: 0;
        overflow: auto;
        overscroll-behavior: contain;
        padding: 16px;
        line-height: var(--yq-leading);
      }
      .body:focus-visible {
        outline-offset: -2px;
      }
    `,
  ];
  static override properties = { heading: {}, language: {} };

  declare heading: string;
  declare language: Language;

  constructor() {
    super();
    this.heading = "";
    this.language = "zh";
  }

  /** Puts the sheet away. */
  close(): void {
    this.#dialog?.close();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  override firstUpdated(): void {
    this.#dialog?.showModal();
  }

  override render(): TemplateResult {
    return html`<dialog aria-labelledby="heading" data-testid="sheet" @close=${this.#gone} @keydown=${this.#key}>
      <div class="head">
        <h2 id="heading">${this.heading}</h2>
        <button
          type="button"
          class="close"
          data-testid="sheet-close"
          aria-label=${speaker(this.language)("close")}
          @click=${this.close}
        >
          ${icons.close}
        </button>
      </div>
      <div class="body" tabindex="0" role="region" aria-labelledby="heading"><slot></slot></div>
    </dialog>`;
  }

  /** The browser closes the dialog; the chat round it must not hear the same key. */
  #key(event: KeyboardEvent): void {
    if (event.key === "Escape") event.stopPropagation();
  }

  #gone(): void {
    this.dispatchEvent(new CustomEvent("gone"));
  }
}

customElements.define("yq-sheet", YqSheet);
