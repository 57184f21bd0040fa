/** Defines <yq-shortcuts>: the list of keys, each to be changed by pressing another one. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say } from "../words/index.ts";
import { type Action, ACTIONS, chordName, chordOf, type Shortcuts } from "./shortcuts.ts";

/** Says `gone`. */
export class YqShortcuts extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: 1fr auto auto;
        gap: 8px 12px;
        align-items: center;
        margin: 0 0 16px;
      }
      dd {
        margin: 0;
      }
      kbd {
        padding: 2px 8px;
        border: 1px solid var(--yq-line-control);
        border-radius: 6px;
        font: inherit;
        white-space: nowrap;
      }
      button.secondary {
        min-height: 32px;
      }
      .why {
        margin: 0 0 12px;
        color: var(--yq-quiet);
      }
    `,
  ];
  static override properties = {
    say: { attribute: false },
    language: { attribute: false },
    shortcuts: { attribute: false },
    changing: { state: true },
    taken: { state: true },
  };

  declare say: Say;
  declare language: Language;
  declare shortcuts: Shortcuts;
  declare changing: Action | null;
  declare taken: Action | null;

  constructor() {
    super();
    this.changing = null;
    this.taken = null;
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<yq-sheet
      .heading=${say("shortcuts")}
      .language=${this.language}
      @keydown=${this.#key}
      @gone=${() => this.dispatchEvent(new CustomEvent("gone"))}
    >
      <p class="why">${say("shortcutsWhy")}</p>
      ${
        this.taken
          ? html`<p class="trouble" role="alert">${say("shortcutTaken", { action: say(ACTIONS[this.taken][0]) })}</p>`
          : nothing
      }
      <dl>
        ${(Object.keys(ACTIONS) as Action[]).map((action) => this.#row(action))}
      </dl>
      <button class="secondary" data-testid="reset-shortcuts" @click=${this.#reset}>${say("shortcutsReset")}</button>
    </yq-sheet>`;
  }

  #row(action: Action): TemplateResult {
    const { say } = this;
    const name = say(ACTIONS[action][0]);
    const changing = this.changing === action;
    return html`<dt>${name}</dt>
      <dd>
        <kbd data-testid="chord-${action}">${changing ? say("pressKeys") : chordName(this.shortcuts.of(action))}</kbd>
      </dd>
      <dd>
        <button
          class="secondary"
          aria-label="${say("change")} ${name}"
          data-testid="change-${action}"
          @click=${() => (this.changing = changing ? null : action)}
        >
          ${say(changing ? "cancel" : "change")}
        </button>
      </dd>`;
  }

  readonly #key = (event: KeyboardEvent): void => {
    const chord = this.changing ? chordOf(event) : "";
    if (!this.changing || !chord) return;
    event.preventDefault();
    event.stopPropagation();
    this.taken = this.shortcuts.change(this.changing, chord);
    this.changing = null;
  };

  readonly #reset = (): void => {
    this.shortcuts.reset();
    this.taken = null;
    this.requestUpdate();
  };
}

customElements.define("yq-shortcuts", YqShortcuts);
