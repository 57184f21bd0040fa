/** Defines <yq-desk-log>: what was said in a conversation, notes of the staff among it. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { moment } from "@yuanqiao/shared/words/moment.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { Say, Word } from "../words/index.ts";
import type { Message } from "./protocol.ts";
import { drawSegment } from "./said.ts";

const SPEAKERS: Readonly<Record<string, Word>> = {
  customer: "customer",
  bot: "bot",
  system: "system",
};
const NEAR_END_PX = 80;
/** What a mask leaves of a number, a card or an address. */
const MASKED = /\*{3,}|［?\[卡号 尾号/u;

/** Where a message stands. */
export function placeOf({ conversation, seq }: Message): string {
  return `${conversation}.${seq}`;
}

export class YqDeskLog extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        overflow: auto;
        overscroll-behavior: contain;
        padding: 16px;
      }
      article {
        max-width: min(85%, 640px);
        margin: 0 0 12px;
      }
      article.out {
        margin-left: auto;
      }
      .who {
        display: flex;
        gap: 8px;
        margin: 0 4px 2px;
        font-size: 12px;
        color: var(--yq-quiet);
      }
      .out .who {
        justify-content: flex-end;
      }
      .said {
        padding: 8px 12px;
        border-radius: var(--yq-radius);
        background: var(--yq-surface);
        overflow-wrap: anywhere;
      }
      .out .said {
        background: var(--yq-tint);
      }
      .note .said {
        background: var(--yq-attention-ground);
        color: var(--yq-attention);
      }
      .said a {
        color: var(--yq-accent);
      }
      .said :is(p, ol) {
        margin: 0;
      }
      /* Not of the whole: between a prompt and its options stand line breaks of ours. */
      .said :is(p, li),
      .shown {
        white-space: pre-wrap;
      }
      .reveal {
        min-height: 24px;
        padding: 0 4px;
        color: var(--yq-accent);
        font-size: 12px;
        text-decoration: underline;
      }
      .shown {
        margin-top: 4px;
        border: 1px dashed var(--yq-line-control);
      }
      .failed {
        color: var(--yq-danger);
      }
    `,
  ];
  static override properties = {
    messages: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    revealed: { attribute: false },
    reveals: { type: Boolean },
  };

  /** What was shown without its mask, by place. */
  declare revealed: ReadonlyMap<string, readonly string[]>;
  /** Whether what is masked may be shown. */
  declare reveals: boolean;
  declare messages: readonly Message[];
  declare say: Say;
  declare language: Language;
  #follow = true;

  constructor() {
    super();
    this.messages = [];
    this.revealed = new Map();
    this.reveals = false;
  }

  override willUpdate(): void {
    this.#follow = this.scrollHeight - this.scrollTop - this.clientHeight < NEAR_END_PX;
  }

  override updated(): void {
    // What stands round the log may take its room only now.
    if (this.#follow) requestAnimationFrame(() => (this.scrollTop = this.scrollHeight));
  }

  override render(): TemplateResult {
    return html`<div role="log" aria-label=${this.say("log")} aria-live="polite" data-testid="log">
        ${this.messages.map((message) => this.#draw(message))}
      </div>`;
  }

  #draw(message: Message): TemplateResult {
    const { say } = this;
    const at = Date.parse(message.at);
    return html`<article class=${message.direction} data-testid="message" data-direction=${message.direction}>
      <div class="who">
        <span>${this.#speaker(message)}</span>
        ${message.direction === "note" ? html`<span>${say(message.whispered ? "svWhispered" : "noteMark")}</span>` : nothing}
        <time datetime=${message.at}>${moment(at, Date.now(), this.language)}</time>
        ${message.direction === "out" ? this.#status(message) : nothing}
      </div>
      <div class="said" dir="auto">${message.segments.map((segment) => drawSegment(segment, say))}</div>
      ${this.#unmasked(message)}
    </article>`;
  }

  /** The words as they are stored, or the button that asks for them. */
  #unmasked(message: Message): TemplateResult | typeof nothing {
    const place = placeOf(message);
    const shown = this.revealed.get(place);
    if (shown) return html`<div class="said shown" data-testid="revealed">${shown.join("\n")}</div>`;
    const masked = message.segments.some(({ text }) => text && MASKED.test(text));
    if (!this.reveals || !masked || message.direction === "note") return nothing;
    return html`<button
      class="reveal"
      data-testid="reveal"
      @click=${() => this.dispatchEvent(new CustomEvent("reveal", { detail: message }))}
    >
      ${this.say("reveal")}
    </button>`;
  }

  #speaker({ author }: Message): string {
    const word = SPEAKERS[author.kind];
    return author.kind === "agent" || !word ? author.name : this.say(word);
  }

  #status({ status }: Message): TemplateResult {
    const words: Record<Message["status"], Word> = {
      accepted: "statusAccepted",
      sent: "statusSent",
      delivered: "statusDelivered",
      read: "statusRead",
      failed: "statusFailed",
    };
    return html`<span class=${status} data-testid="status">${this.say(words[status])}</span>`;
  }
}

customElements.define("yq-desk-log", YqDeskLog);
