/** Defines <yq-chat>: the whole chat on a session. The element is the same embedded and alone on a page. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Place } from "../chat/place.ts";
import { PERSON_ID, type Option } from "../chat/protocol.ts";
import type { Session } from "../chat/session.ts";
import type { View } from "../chat/view.ts";
import { base, tokens } from "../design/tokens.ts";
import { speaker, type Word } from "../words/index.ts";
import type { Language } from "../words/language.ts";
import { chatStyles } from "./chat.styles.ts";
import type { YqComposer } from "./composer.ts";
import { icons } from "./icons.ts";
import type { YqLog } from "./log.ts";
import "./composer.ts";
import "./log.ts";

const LINE_AFTER_MS = 1_500; // a short break is mended before anybody has read about it

/** Says `minimise`, and `unread` (a count) when it changed. */
export class YqChat extends LitElement {
  static override styles = [tokens, base, chatStyles];
  static override properties = {
    session: { attribute: false },
    language: {},
    standalone: { type: Boolean, reflect: true },
    large: { type: Boolean, reflect: true },
    shown: { type: Boolean },
    askingEnd: { state: true },
    cutOff: { state: true },
    unreadAfter: { state: true },
  };

  declare session: Session | null;
  declare language: Language;
  declare standalone: boolean;
  declare large: boolean;
  /** Whether the customer can see the chat now. */
  declare shown: boolean;
  declare askingEnd: boolean;
  declare cutOff: boolean;
  declare unreadAfter: Place | null;
  #unsubscribe = (): void => {};
  #cutTimer = 0;
  #unreadTold = 0;
  #returned = false;

  constructor() {
    super();
    this.session = null;
    this.language = "zh";
    this.standalone = false;
    this.large = false;
    this.shown = false;
    this.askingEnd = false;
    this.cutOff = false;
    this.unreadAfter = null;
  }

  /** Follows the session and starts it. */
  use(session: Session): void {
    this.#unsubscribe();
    this.session = session;
    this.#unsubscribe = session.subscribe(() => this.#changed());
    session.start();
    this.#changed();
  }

  /** The chat is in sight: draws the unread line, goes there, and takes the cursor when asked to. */
  async appear(focus: boolean): Promise<void> {
    this.#returned = true;
    this.shown = true;
    this.#placeUnreadLine();
    await this.updateComplete;
    if (focus) this.#composer?.focus();
  }

  /** The chat is out of sight. */
  vanish(): void {
    this.shown = false;
    this.askingEnd = false;
  }

  get #log(): YqLog | null {
    return this.renderRoot.querySelector("yq-log");
  }

  get #composer(): YqComposer | null {
    return this.renderRoot.querySelector("yq-composer");
  }

  override render(): TemplateResult {
    const view = this.session?.view ?? null;
    return html`${this.#header(view)}
      <yq-log
        .view=${view}
        .language=${this.language}
        .shown=${this.shown}
        .unreadAfter=${this.unreadAfter}
        @older=${() => this.session?.loadOlder()}
        @choose=${(event: CustomEvent<Option>) => this.#choose(event.detail)}
        @retry=${(event: CustomEvent<string>) => this.session?.retry(event.detail)}
        @saw=${(event: CustomEvent<Place>) => this.session?.sawUpTo(event.detail)}
      ></yq-log>
      <div role="status" data-testid="status">${this.#bar(view)}</div>
      <yq-composer
        .language=${this.language}
        .large=${this.large}
        .limit=${view?.textLimit ?? 0}
        .off=${view?.phase === "barred"}
        .personAsked=${this.#personAsked(view)}
        @write=${(event: CustomEvent<string>) => this.session?.write({ type: "text", text: event.detail })}
        @typed=${(event: CustomEvent<string>) => this.session?.typed(event.detail)}
        @person=${() => this.#choose({ id: PERSON_ID, label: speaker(this.language)("person") })}
      ></yq-composer>`;
  }

  #header(view: View | null): TemplateResult {
    const say = speaker(this.language);
    const { bank } = view ?? {};
    const canEnd = view?.phase === "online" && view.messages.length > 0 && !view.closed;
    return html`<header>
      <div class="bank">
        <h1>${bank?.name ? say("titleOf", { bank: bank.name }) : say("title")}</h1>
        ${bank?.hotline ? html`<div class="hotline">${say("hotline", { number: bank.hotline })}</div>` : nothing}
      </div>
      <button
        type="button"
        class="tool"
        data-testid="large"
        aria-label=${say(this.large ? "largeOff" : "largeOn")}
        aria-pressed=${this.large}
        @click=${() => this.session?.setLarge(!this.large)}
      >
        ${say(this.large ? "standard" : "large")}
      </button>
      <button
        type="button"
        class="tool"
        data-testid="end"
        aria-label=${say("endLong")}
        ?disabled=${!canEnd}
        @click=${this.#askEnd}
      >
        ${say("end")}
      </button>
      ${
        this.standalone
          ? nothing
          : html`<button
            type="button"
            class="tool"
            data-testid="minimise"
            aria-label=${say("minimise")}
            @click=${() => this.#tell("minimise", null)}
          >
            ${icons.minimise}
          </button>`
      }
    </header>`;
  }

  #bar(view: View | null): TemplateResult | typeof nothing {
    if (!view) return nothing;
    if (view.phase === "barred") return this.#line("barred", "attention");
    if (this.cutOff) return this.#line(navigator.onLine ? "reconnecting" : "offline", "attention");
    if (this.askingEnd) return this.#endQuestion();
    if (view.waiting) return this.#line("waiting", "");
    return view.closed ? this.#line("ended", "") : nothing;
  }

  #line(word: Word, tone: "attention" | ""): TemplateResult {
    return html`<div class="bar ${tone}" data-testid="bar" data-bar=${word}>
      ${tone ? icons.warning : icons.info}<span>${speaker(this.language)(word)}</span>
    </div>`;
  }

  #endQuestion(): TemplateResult {
    const say = speaker(this.language);
    return html`<div class="bar question" data-testid="bar" data-bar="endAsk">
      <span>${say("endAsk")}</span>
      <button type="button" data-testid="end-no" @click=${() => this.#answerEnd(false)}>${say("endNo")}</button>
      <button type="button" data-testid="end-yes" @click=${() => this.#answerEnd(true)}>${say("endYes")}</button>
    </div>`;
  }

  async #askEnd(): Promise<void> {
    this.askingEnd = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("[data-testid=end-no]")?.focus();
  }

  #answerEnd(end: boolean): void {
    this.askingEnd = false;
    if (end) this.session?.close();
    this.#composer?.focus();
  }

  #choose(option: Option): void {
    this.session?.write({ type: "choice", id: option.id, label: option.label });
  }

  #personAsked(view: View | null): boolean {
    const drafts = view?.drafts ?? [];
    return drafts.some((draft) =>
      draft.segments.some((part) => part.type === "choice" && part.id === PERSON_ID),
    );
  }

  #changed(): void {
    const view = this.session?.view;
    if (!view) return;
    this.large = view.large;
    this.#watchLine(view);
    if (this.#returned && !view.catchingUp) this.#placeUnreadLine();
    if (view.unread !== this.#unreadTold) {
      this.#unreadTold = view.unread;
      this.#tell("unread", view.unread);
    }
    this.requestUpdate();
  }

  /** Once per return, when all is here: the line stands before what was not seen. */
  #placeUnreadLine(): void {
    const view = this.session?.view;
    if (!view?.loaded || view.catchingUp) return;
    this.#returned = false;
    this.unreadAfter = view.unread > 0 && view.seen ? view.seen : null;
    void this.updateComplete.then(() => this.#log?.updateComplete).then(() => this.#log?.toUnread());
  }

  #watchLine(view: View): void {
    const up = view.phase === "online" || view.phase === "barred" || view.phase === "idle";
    if (up) {
      window.clearTimeout(this.#cutTimer);
      this.#cutTimer = 0;
      this.cutOff = false;
    } else {
      this.#cutTimer ||= window.setTimeout(() => (this.cutOff = true), LINE_AFTER_MS);
    }
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("yq-chat", YqChat);
