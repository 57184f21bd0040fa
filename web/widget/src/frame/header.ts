/** Defines <yq-header>: whose chat it is, large type, the end, and a menu with what is needed less often. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { speaker } from "../words/index.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { headerStyles } from "./header.styles.ts";
import { icons } from "@yuanqiao/shared/components/icons.ts";

/** Says `large`, `end`, `minimise`, `hot`, `mute` and `transcript`. */
export class YqHeader extends LitElement {
  static override styles = [base, headerStyles];
  static override properties = {
    bank: {},
    hotline: {},
    language: {},
    large: { type: Boolean, reflect: true },
    muted: { type: Boolean },
    canEnd: { type: Boolean },
    hasHot: { type: Boolean },
    standalone: { type: Boolean },
    open: { state: true },
  };

  declare bank: string;
  declare hotline: string;
  declare language: Language;
  declare large: boolean;
  declare muted: boolean;
  declare canEnd: boolean;
  declare hasHot: boolean;
  declare standalone: boolean;
  declare open: boolean;

  constructor() {
    super();
    this.bank = "";
    this.hotline = "";
    this.language = "zh";
    this.large = false;
    this.muted = false;
    this.canEnd = false;
    this.hasHot = false;
    this.standalone = false;
    this.open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("pointerdown", this.#pressedSomewhere);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("pointerdown", this.#pressedSomewhere);
  }

  override updated(changed: PropertyValues): void {
    if (changed.has("open") && this.open) this.renderRoot.querySelector<HTMLElement>(".menu button")?.focus();
  }

  override render(): TemplateResult {
    const say = speaker(this.language);
    return html`<header role="none">
      <div class="bank">
        <h1>${this.bank ? say("titleOf", { bank: this.bank }) : say("title")}</h1>
        ${this.hotline ? html`<div class="hotline">${say("hotline", { number: this.hotline })}</div>` : nothing}
      </div>
      <button
        type="button"
        class="tool"
        data-testid="large"
        aria-label=${say(this.large ? "largeOff" : "largeOn")}
        aria-pressed=${this.large ? "true" : "false"}
        @click=${() => this.#tell("large")}
      >
        ${say(this.large ? "standard" : "large")}
      </button>
      <button
        type="button"
        class="tool"
        data-testid="end"
        aria-label=${say("endLong")}
        ?disabled=${!this.canEnd}
        @click=${() => this.#tell("end")}
      >
        ${say("end")}
      </button>
      ${this.#menu()}
      ${
        this.standalone
          ? nothing
          : html`<button
            type="button"
            class="tool"
            data-testid="minimise"
            aria-label=${say("minimise")}
            @click=${() => this.#tell("minimise")}
          >
            ${icons.minimise}
          </button>`
      }
    </header>`;
  }

  #menu(): TemplateResult {
    const say = speaker(this.language);
    return html`<div class="more" @focusout=${this.#left} @keydown=${this.#key}>
      <button
        type="button"
        class="tool"
        data-testid="more"
        aria-label=${say("more")}
        aria-expanded=${this.open ? "true" : "false"}
        aria-controls="menu"
        @click=${() => (this.open = !this.open)}
      >
        ${icons.more}
      </button>
      <ul id="menu" class="menu" ?hidden=${!this.open}>
        ${this.hotline ? html`<li class="item call">${icons.phone}${say("hotline", { number: this.hotline })}</li>` : nothing}
        ${this.hasHot ? this.#item("hot", icons.ask, say("hot")) : nothing}
        ${this.#item("mute", this.muted ? icons.noSound : icons.sound, say(this.muted ? "unmute" : "mute"))}
        ${this.#item("transcript", icons.print, say("transcript"))}
      </ul>
    </div>`;
  }

  #item(name: string, icon: TemplateResult, words: string): TemplateResult {
    return html`<li>
      <button type="button" class="item" data-testid=${`menu-${name}`} @click=${() => this.#choose(name)}>
        ${icon}${words}
      </button>
    </li>`;
  }

  /** The focus goes back to the menu's button first: what opens next gives it back there. */
  #choose(name: string): void {
    this.#putAway();
    this.#tell(name);
  }

  #putAway(): void {
    this.open = false;
    this.renderRoot.querySelector<HTMLElement>("[data-testid=more]")?.focus();
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.open) return;
    event.preventDefault();
    event.stopPropagation();
    this.#putAway();
  }

  #left(event: FocusEvent): void {
    const to = event.relatedTarget;
    if (to instanceof Node && !(event.currentTarget as Element).contains(to)) this.open = false;
  }

  #pressedSomewhere = (event: Event): void => {
    const menu = this.renderRoot.querySelector(".more");
    if (this.open && menu && !event.composedPath().includes(menu)) this.open = false;
  };

  #tell(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }
}

customElements.define("yq-header", YqHeader);
