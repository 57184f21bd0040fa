/** Defines <yq-transcript>: loads the whole conversation, shows it, prints it and saves it. */

import { css, html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import type { Extent } from "../chat/history.ts";
import type { Session } from "../chat/session.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { speaker } from "../words/index.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { paperStyle } from "./paper.styles.ts";
import { printTranscript } from "./print.ts";
import { drawTranscript, type Transcript } from "./transcript.ts";
import { give, pageFile, textFile } from "./transcript-file.ts";

/** Most messages in one document. */
const MOST_MESSAGES = 2_000;

/** The document with what can be done with it; what is still loading is said. */
export class YqTranscript extends LitElement {
  static override styles = [
    base,
    unsafeCSS(paperStyle),
    css`
      .tools {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-bottom: 16px;
      }
      .tools button {
        min-height: var(--yq-target);
        padding: 0 16px;
        border: 1px solid var(--yq-line-control);
        border-radius: var(--yq-radius-control);
        color: var(--yq-accent);
      }
      .tools button:hover {
        background: var(--yq-surface);
      }
      .progress {
        margin: 0 0 12px;
        color: var(--yq-quiet);
      }
      progress {
        display: block;
        width: 100%;
        accent-color: var(--yq-accent);
      }
      .paper {
        font: inherit;
      }
    `,
  ];
  static override properties = {
    session: { attribute: false },
    language: {},
    extent: { state: true },
    count: { state: true },
  };

  declare session: Session | null;
  declare language: Language;
  /** How loading ended; null while it goes on. */
  declare extent: Extent | null;
  declare count: number;
  readonly #made = Date.now();
  #unsubscribe = (): void => {};

  constructor() {
    super();
    this.session = null;
    this.language = "zh";
    this.extent = null;
    this.count = 0;
  }

  override firstUpdated(): void {
    const { session } = this;
    if (session) this.#unsubscribe = session.subscribe(() => (this.count = session.view.messages.length));
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe();
  }

  override render(): TemplateResult {
    return html`${this.extent === null ? this.#progress() : this.#document()}`;
  }

  #progress(): TemplateResult {
    const words = speaker(this.language)("transcriptLoading", { count: this.count });
    return html`<div class="progress" role="status" data-testid="transcript-progress">
      ${words}<progress aria-label=${words}></progress>
    </div>`;
  }

  #document(): TemplateResult {
    const say = speaker(this.language);
    const transcript = this.#transcript();
    if (transcript.messages.length === 0) return html`<p>${say("transcriptNone")}</p>`;
    return html`${this.extent === "cut" ? this.#cut() : nothing}
      <div class="tools">
        <button type="button" data-testid="print" @click=${() => printTranscript(this.#transcript())}>
          ${say("print")}
        </button>
        <button type="button" data-testid="save-text" @click=${() => give(textFile(this.#transcript()))}>
          ${say("saveText")}
        </button>
        <button type="button" data-testid="save-html" @click=${() => give(pageFile(this.#transcript()))}>
          ${say("saveHtml")}
        </button>
      </div>
      <div data-testid="transcript">${drawTranscript(transcript)}</div>`;
  }

  #cut(): TemplateResult {
    const say = speaker(this.language);
    return html`<div class="tools" role="status" data-testid="transcript-cut">
      <span>${say("transcriptCut")}</span>
      <button type="button" data-testid="transcript-reload" @click=${this.#load}>${say("reload")}</button>
    </div>`;
  }

  #transcript(): Transcript {
    const view = this.session?.view;
    return {
      bank: view?.bank ?? null,
      messages: (view?.messages ?? []).slice(-MOST_MESSAGES),
      made: this.#made,
      cutShort: view?.moreBefore ?? false,
      language: this.language,
    };
  }

  async #load(): Promise<void> {
    this.extent = null;
    this.count = this.session?.view.messages.length ?? 0;
    this.extent = (await this.session?.loadWhole(MOST_MESSAGES, () => this.isConnected)) ?? "all";
  }
}

customElements.define("yq-transcript", YqTranscript);
