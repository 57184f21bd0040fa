/** Defines <yq-desk-composer>: an answer to the customer, or a note that the customer never sees. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { isComposing, sendable } from "@yuanqiao/shared/components/text.ts";
import type { Replies, Reply } from "../phrases/replies.ts";
import type { Say } from "../words/index.ts";
import { formStyles } from "../shell/form.styles.ts";
import { composerStyles } from "./composer.styles.ts";
import type { YqPickReply } from "./pick-reply.ts";
import { colleaguesLike, namedIn, namedSoFar, withName } from "./naming.ts";
import type { Colleague, Finding } from "./protocol.ts";
import { drawStopped } from "./stopped.ts";
import "./pick-reply.ts";

const SLASH = /^[/／](.{0,40})$/u;

/** What the composer wants written, but for where. */
export type Written =
  | { readonly type: "say"; readonly text: string }
  | { readonly type: "note"; readonly text: string; readonly named: readonly string[] };

/** Says `write` with what the hub is to do, `later` with words to be sent later, and `typed` with what stands
 * there. */
export class YqDeskComposer extends LitElement {
  static override styles = [base, formStyles, composerStyles];
  static override properties = {
    say: { attribute: false },
    text: { attribute: false },
    stopped: { attribute: false },
    replies: { attribute: false },
    note: { type: Boolean, reflect: true },
    noteonly: { type: Boolean },
    colleagues: { attribute: false },
    found: { state: true },
  };

  declare say: Say;
  declare text: string;
  declare stopped: readonly Finding[];
  declare replies: Replies;
  declare note: boolean;
  /** Who looks at somebody else's conversation writes to the staff alone. */
  declare noteonly: boolean;
  /** Who can be named in a note; null until that is known. */
  declare colleagues: readonly Colleague[] | null;
  /** The canned replies for what stands behind the slash, or colleagues behind an @; null for no list. */
  declare found: readonly Reply[] | null;

  constructor() {
    super();
    this.text = "";
    this.stopped = [];
    this.note = false;
    this.noteonly = false;
    this.colleagues = null;
    this.found = null;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (this.noteonly) this.note = true;
    if (changed.has("colleagues") && this.colleagues) void this.#look();
  }

  /** Puts the cursor where the agent writes. */
  override focus(): void {
    this.#field?.focus();
  }

  /** Puts words behind those that stand there; the agent sends them, or does not. */
  insert(words: string): void {
    const before = this.text.trimEnd();
    this.#set(before ? `${before}\n${words}` : words);
    this.focus();
  }

  override render(): TemplateResult {
    const { say } = this;
    const kind = (note: boolean, word: "reply" | "note"): TemplateResult => html`<button
      type="button"
      aria-pressed=${this.note === note ? "true" : "false"}
      data-testid=${word}
      @click=${() => this.choose(note)}
    >
      ${say(word)}
    </button>`;
    return html`<div class="kinds" role="group" aria-label=${say("kindOfWords")}>
        ${this.noteonly ? nothing : kind(false, "reply")}${kind(true, "note")}
        ${
          this.noteonly
            ? nothing
            : html`<button type="button" data-testid="slash" @click=${() => this.slash()}>${say("canned")}</button>`
        }
        <slot></slot>
      </div>
      ${drawStopped(this.stopped, say, (words) => this.insert(words))}
      ${
        this.found
          ? html`<yq-pick-reply .say=${say} .found=${this.found} .label=${this.note ? say("colleagues") : ""} @reply=${this.#put}></yq-pick-reply>`
          : nothing
      }
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
        <span class="hint">${say(this.note ? "noteHint" : "sendHint")}</span>
        ${
          this.note
            ? nothing
            : html`<button
              type="button"
              class="secondary later"
              data-testid="later-open"
              @click=${() => this.later()}
            >
              ${say("later")}
            </button>`
        }
        <button class="primary" ?disabled=${!sendable(this.text)} data-testid="send" @click=${this.#send}>
          ${say(this.note ? "saveNote" : "send")}
        </button>
      </div>`;
  }

  /** Writes to the customer, or a note. */
  choose(note: boolean): void {
    this.note = note || this.noteonly;
    this.found = null;
    this.focus();
  }

  /** Has what stands here sent at a time, where it is for the customer. */
  later(): void {
    if (!this.note) this.dispatchEvent(new CustomEvent("later", { detail: this.text.trim() }));
  }

  /** Looks for a canned reply. */
  slash(): void {
    if (this.noteonly) return;
    this.note = false;
    this.#set("/");
    this.focus();
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector("textarea");
  }

  #set(text: string): void {
    this.text = text;
    this.dispatchEvent(new CustomEvent("typed", { detail: text }));
    void this.#look();
  }

  /** A slash at the very beginning looks for a canned reply, once nothing is being composed. */
  async #look(): Promise<void> {
    if (this.note) return this.#lookForColleagues();
    const typed = SLASH.exec(this.text);
    if (!typed) {
      this.found = null;
      return;
    }
    try {
      await this.replies.load();
    } catch {
      return; // the words can be written by hand; the keeper's screen says what is wrong
    }
    if (SLASH.test(this.text)) this.found = this.replies.search(typed[1] ?? "");
  }

  /** An @ in a note looks for a colleague to be named. */
  #lookForColleagues(): void {
    const typed = namedSoFar(this.text);
    if (typed !== null && !this.colleagues) this.dispatchEvent(new CustomEvent("ask-colleagues"));
    const found = typed === null || !this.colleagues ? [] : colleaguesLike(this.colleagues, typed);
    this.found = found.length ? found : null;
  }

  readonly #put = (event: CustomEvent<Reply>): void => {
    this.#set(this.note ? withName(this.text, event.detail.title) : this.replies.filled(event.detail));
    this.focus();
  };

  readonly #input = (event: Event): void => {
    this.#set((event.target as HTMLTextAreaElement).value);
  };

  /** Enter sends, Shift+Enter breaks; never while an input method is composing. */
  readonly #key = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    if (this.found) {
      const list = this.renderRoot.querySelector<YqPickReply>("yq-pick-reply");
      const taken = event.key === "Escape" || (!event.shiftKey && list?.key(event.key));
      if (event.key === "Escape") this.found = null;
      if (taken) event.preventDefault();
      if (taken || event.key === "Enter") return;
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.#send();
  };

  readonly #send = (): void => {
    const text = sendable(this.text);
    if (!text) return;
    const detail = this.note
      ? { type: "note", text, named: namedIn(text, this.colleagues ?? []) }
      : { type: "say", text };
    this.dispatchEvent(new CustomEvent("write", { detail }));
  };
}

customElements.define("yq-desk-composer", YqDeskComposer);
