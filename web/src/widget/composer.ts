/** Defines <yq-composer>: where the customer writes; a person is always one press away. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "../design/tokens.ts";
import { speaker } from "../words/index.ts";
import type { Language } from "../words/language.ts";
import { icons } from "./icons.ts";
import { lengthOf, sendable } from "./text.ts";

const COUNT_FROM = 0.8; // of the limit
const MOST_LINES = 5;
const COMPOSING_KEY = 229; // what browsers report for keys that an input method takes (UI Events, 7.3.1)

/** Says `write` (a text), `typed` and `person`. */
export class YqComposer extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        border-top: 1px solid var(--yq-line);
        background: var(--yq-ground);
      }
      .line {
        display: flex;
        align-items: flex-end;
        gap: 8px;
        padding: 8px 12px;
      }
      textarea {
        flex: 1;
        min-width: 0;
        min-height: var(--yq-target);
        padding: 9px 12px;
        border: 1px solid var(--yq-line);
        border-radius: var(--yq-radius-control);
        background: var(--yq-surface);
        color: var(--yq-text);
        font: inherit;
        line-height: 1.5;
        resize: none;
        overflow-y: auto;
      }
      textarea::placeholder {
        color: var(--yq-quiet);
        opacity: 1;
        white-space: nowrap;
      }
      textarea:focus-visible {
        outline-offset: -1px;
      }
      .person {
        min-height: var(--yq-target);
        padding: 0 12px;
        border: 1px solid var(--yq-line);
        border-radius: var(--yq-radius-control);
        color: var(--yq-accent);
        white-space: nowrap;
      }
      .person:disabled,
      textarea:disabled {
        color: var(--yq-quiet);
        opacity: 0.6;
      }
      .person:hover:enabled {
        background: var(--yq-surface);
      }
      .send {
        display: grid;
        place-items: center;
        width: var(--yq-target);
        height: var(--yq-target);
        border-radius: var(--yq-radius-control);
        background: var(--yq-brand);
        color: #ffffff;
      }
      .send:disabled {
        background: var(--yq-surface);
        color: var(--yq-quiet);
      }
      .count {
        padding: 0 16px 8px;
        text-align: end;
        font-size: var(--yq-small);
        color: var(--yq-quiet);
        font-variant-numeric: tabular-nums;
      }
      .count.over {
        color: var(--yq-danger);
      }
      @media (max-width: 480px) {
        :host([large]) .line {
          flex-wrap: wrap;
          justify-content: space-between;
        }
        :host([large]) textarea {
          order: -1;
          flex-basis: 100%;
        }
      }
      @media (forced-colors: active) {
        .send {
          border: 1px solid ButtonText;
        }
      }
    `,
  ];
  static override properties = {
    language: {},
    limit: { type: Number },
    large: { type: Boolean, reflect: true },
    off: { type: Boolean },
    personAsked: { type: Boolean },
    text: { state: true },
  };

  declare language: Language;
  declare limit: number;
  declare large: boolean;
  declare off: boolean;
  /** A wish for a person is on its way: pressing again would say it twice. */
  declare personAsked: boolean;
  declare text: string;

  constructor() {
    super();
    this.language = "zh";
    this.limit = 2000;
    this.large = false;
    this.off = false;
    this.personAsked = false;
    this.text = "";
  }

  /** Puts the cursor where the customer writes. */
  override focus(): void {
    this.#field?.focus({ preventScroll: true });
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector("textarea");
  }

  override updated(): void {
    this.#grow();
  }

  override render(): TemplateResult {
    const say = speaker(this.language);
    const length = lengthOf(this.text);
    return html`<div class="line">
        <button
          type="button"
          class="person"
          data-testid="person"
          ?disabled=${this.off}
          @click=${this.#askPerson}
        >
          ${say("person")}
        </button>
        <textarea
          rows="1"
          data-testid="composer"
          aria-label=${say("compose")}
          placeholder=${say("composeShort")}
          enterkeyhint="send"
          autocomplete="off"
          ?disabled=${this.off}
          aria-describedby=${length > this.limit ? "count" : nothing}
          .value=${this.text}
          @input=${this.#input}
          @keydown=${this.#key}
        ></textarea>
        <button
          type="button"
          class="send"
          data-testid="send"
          aria-label=${say("send")}
          ?disabled=${this.off || !this.#sendable}
          @click=${this.#send}
        >
          ${icons.send}
        </button>
      </div>
      ${this.#count(length)}`;
  }

  #count(length: number): TemplateResult | typeof nothing {
    if (length < this.limit * COUNT_FROM) return nothing;
    const say = speaker(this.language);
    const over = length - this.limit;
    const words = say("counter", { count: length, limit: this.limit });
    return html`<div id="count" class="count ${over > 0 ? "over" : ""}" data-testid="counter" role=${over > 0 ? "alert" : nothing}>
      ${over > 0 ? html`${say("tooLong", { count: over })} ` : nothing}${words}
    </div>`;
  }

  get #sendable(): boolean {
    return sendable(this.text) !== "" && lengthOf(this.text) <= this.limit;
  }

  #input(event: Event): void {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.#tell("typed", this.text);
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === COMPOSING_KEY)
      return;
    event.preventDefault();
    this.#send();
  }

  #send(): void {
    if (this.off || !this.#sendable) return;
    this.#tell("write", sendable(this.text));
    this.text = "";
    this.focus();
  }

  #askPerson(): void {
    if (!this.personAsked) this.#tell("person", null);
  }

  #grow(): void {
    const field = this.#field;
    if (!field) return;
    const style = getComputedStyle(field);
    const frame = field.offsetHeight - field.clientHeight;
    const most = parseFloat(style.lineHeight) * MOST_LINES + parseFloat(style.paddingTop) * 2 + frame;
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + frame, most)}px`;
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("yq-composer", YqComposer);
