/** Defines <yq-kb-words>: words of the bank, each once, to be added and taken away; says `words` with all of them. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { isComposing } from "@yuanqiao/shared/components/text.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say } from "../words/index.ts";
import { knowledgeStyles } from "./knowledge.styles.ts";
import { MOST_WORDS, readWords } from "./readers.ts";

export class YqKbWords extends LitElement {
  static override styles = [
    base,
    formStyles,
    knowledgeStyles,
    css`
      .bar {
        margin-bottom: 4px;
      }
      .row input {
        flex: 1 1 120px;
        min-width: 0;
      }
      .chip button {
        min-width: 24px;
        min-height: 24px;
      }
    `,
  ];
  static override properties = {
    say: { attribute: false },
    label: { attribute: false },
    words: { attribute: false },
    known: { attribute: false },
    wrong: { state: true },
  };

  declare say: Say;
  declare label: string;
  declare words: readonly string[];
  /** What is in use already, to be chosen from. */
  declare known: readonly string[];
  /** What was typed and cannot be taken. */
  declare wrong: readonly string[];

  constructor() {
    super();
    this.words = this.known = this.wrong = [];
  }

  override render(): TemplateResult {
    const { say, label, words } = this;
    const free = this.known.filter((each) => !words.includes(each));
    return html`<div role="group" aria-label=${label}>
      <label for="word">${label}</label>
      <div class="bar">
        ${words.map((word) => this.#chip(word))}
      </div>
      <div class="row">
        <input
          id="word"
          list="known"
          maxlength="300"
          autocapitalize="off"
          autocomplete="off"
          spellcheck="false"
          aria-invalid=${this.wrong.length > 0}
          aria-describedby="told"
          @keydown=${this.#key}
          @change=${this.#add}
        />
        <button type="button" class="secondary" aria-label=${say("kbWordAddTo", { field: label })} @click=${this.#add}>
          ${say("kbWordAdd")}
        </button>
      </div>
      <datalist id="known">${free.map((word) => html`<option value=${word}></option>`)}</datalist>
      <span class="hint ${this.wrong.length ? "stops" : ""}" id="told" role="status" data-testid="word-told"
        >${this.wrong.length ? say("kbWordWrong", { words: this.wrong.join(say("comma")) }) : nothing}</span
      >
    </div>`;
  }

  #chip(word: string): TemplateResult {
    return html`<span class="chip" data-testid="word"
      ><bdi>${word}</bdi>
      <button
        type="button"
        aria-label=${this.say("kbWordRemove", { word })}
        @click=${() => this.#say(this.words.filter((each) => each !== word))}
      >
        ×
      </button></span
    >`;
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || isComposing(event)) return;
    event.preventDefault();
    this.#add();
  };

  /** Takes what stands in the field; what cannot be taken stays there, and is told. */
  readonly #add = (): void => {
    const input = this.renderRoot.querySelector<HTMLInputElement>("input");
    if (!input?.value.trim()) return;
    const { words, wrong } = readWords(input.value);
    this.wrong = wrong;
    input.value = wrong.join(" ");
    const all = [...new Set([...this.words, ...words])].slice(0, MOST_WORDS);
    if (all.length !== this.words.length) this.#say(all);
  };

  #say(words: readonly string[]): void {
    this.dispatchEvent(new CustomEvent<readonly string[]>("words", { detail: words }));
  }
}

customElements.define("yq-kb-words", YqKbWords);
