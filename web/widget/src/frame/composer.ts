/** Defines <yq-composer>: where the customer writes; a person is always one press away. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { speaker } from "../words/index.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { composerStyles } from "./composer.styles.ts";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import { SuggestionList } from "./suggestion-list.ts";
import { isComposing, lengthOf, sendable } from "@yuanqiao/shared/components/text.ts";

const COUNT_FROM = 0.8; // of the limit
const MOST_LINES = 5;
const MOST_SHARE = 0.3; // of the window: what was said stays in sight

/** Says `write` (a text), `attach` (a file is wanted), `typed` (what stands there), `dismiss` (no suggestions now) and `person`. */
export class YqComposer extends LitElement {
  static override styles = [base, composerStyles];
  static override properties = {
    language: {},
    limit: {},
    large: { type: Boolean, reflect: true },
    off: {},
    personAsked: {},
    suggestions: {},
    attachable: {},
    attached: {},
    refused: {},
    text: { state: true },
  };

  declare language: Language;
  declare limit: number;
  declare large: boolean;
  declare off: boolean;
  /** A person was asked for, and nobody has answered yet: pressing again would say it twice. */
  declare personAsked: boolean;
  /** Questions that go on from what was typed. */
  declare suggestions: readonly string[];
  /** Whether files are taken. */
  declare attachable: boolean;
  /** How many files go with the text; null while one is being prepared. */
  declare attached: number | null;
  /** One of the chosen files cannot be sent. */
  declare refused: boolean;
  declare text: string;
  /** It was sent while a file was being prepared, and goes as soon as that one is ready. */
  #wished = false;
  #composing = false;
  readonly #list = new SuggestionList(
    (question) => this.#write(question),
    () => this.requestUpdate(),
  );

  constructor() {
    super();
    this.language = "zh";
    this.limit = 2000;
    this.large = false;
    this.off = false;
    this.personAsked = false;
    this.suggestions = [];
    this.attachable = false;
    this.attached = 0;
    this.refused = false;
    this.text = "";
  }

  /** Puts the cursor where the customer writes. */
  override focus(): void {
    this.#field?.focus({ preventScroll: true });
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector("textarea");
  }

  override willUpdate(): void {
    if (this.#wished && this.attached !== null) this.#sendWished();
    this.#list.offer(this.#composing || this.text === "" ? [] : this.suggestions);
  }

  override updated(): void {
    this.#grow();
    this.renderRoot.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  override render(): TemplateResult {
    const say = speaker(this.language);
    const length = lengthOf(this.text);
    return html`${this.#list.draw(say)}<slot name="tray"></slot>
      <div class="line">
        <button
          type="button"
          class="person"
          data-testid="person"
          ?disabled=${this.off}
          @click=${() => this.personAsked || this.#tell("person", null)}
        >
          ${say("person")}
        </button>
        ${this.attachable ? this.#attachButton() : nothing}
        <textarea
          rows="1"
          data-testid="composer"
          role="combobox"
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls="suggestions"
          aria-expanded=${this.#list.isOpen ? "true" : "false"}
          aria-activedescendant=${this.#list.activeId ?? nothing}
          aria-label=${say("compose")}
          placeholder=${say("composeShort")}
          enterkeyhint="send"
          autocomplete="off"
          dir="auto"
          ?disabled=${this.off}
          aria-describedby=${length > this.limit ? "count" : nothing}
          .value=${this.text}
          @input=${this.#input}
          @keydown=${this.#key}
          @compositionstart=${this.#composes}
          @compositionend=${this.#composed}
          @blur=${() => this.#tell("dismiss", null)}
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

  #attachButton(): TemplateResult {
    return html`<button
      type="button"
      class="attach"
      data-testid="attach"
      aria-label=${speaker(this.language)("attach")}
      title=${speaker(this.language)("attach")}
      ?disabled=${this.off}
      @click=${() => this.#tell("attach", null)}
    >
      ${icons.attach}
    </button>`;
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
    const something = sendable(this.text) !== "" || this.attached !== 0;
    return something && lengthOf(this.text) <= this.limit;
  }

  #input(event: Event): void {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.#wished = false; // there is more to say
    this.#typed();
  }

  /** While an input method composes, the letters in the field are not what the customer means. */
  #composes(): void {
    this.#composing = true;
    this.#tell("dismiss", null);
  }

  #composed(): void {
    this.#composing = false;
    this.#typed();
  }

  #typed(): void {
    if (!this.#composing) this.#tell("typed", this.text);
  }

  #key(event: KeyboardEvent): void {
    if (isComposing(event)) return;
    const taken = this.#list.takes(event.key, event.shiftKey);
    if (!taken && (event.key !== "Enter" || event.shiftKey)) return;
    event.preventDefault();
    if (taken === "closed") {
      event.stopPropagation();
      this.#tell("dismiss", null);
    } else if (!taken) this.#send();
  }

  #send(): void {
    if (this.off || !this.#sendable) return;
    if (this.attached === null) this.#wished = true;
    else this.#write(sendable(this.text));
  }

  /** Where a file cannot go along after all, the customer sees why and decides. */
  #sendWished(): void {
    this.#wished = false;
    if (!this.refused && this.attached) this.#send();
  }

  #write(text: string): void {
    this.#tell("write", text);
    this.text = "";
    this.focus();
  }

  #grow(): void {
    const field = this.#field;
    if (!field) return;
    const style = getComputedStyle(field);
    const frame = field.offsetHeight - field.clientHeight;
    const ofLines = (lines: number): number =>
      parseFloat(style.lineHeight) * lines + parseFloat(style.paddingTop) * 2 + frame;
    const most = Math.max(ofLines(1), Math.min(ofLines(MOST_LINES), innerHeight * MOST_SHARE));
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + frame, most)}px`;
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("yq-composer", YqComposer);
