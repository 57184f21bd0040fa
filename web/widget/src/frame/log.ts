/** Defines <yq-log>: the conversation, where the reader is in it, and what is new. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Place } from "../chat/place.ts";
import type { Option } from "../chat/protocol.ts";
import type { Opinion, Ratings } from "../chat/ratings.ts";
import type { View } from "../chat/view.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { speaker } from "../words/index.ts";
import { langTag, type Language } from "@yuanqiao/shared/words/language.ts";
import { moment } from "@yuanqiao/shared/words/moment.ts";
import type { Picture } from "./blocks.ts";
import { drawEmpty, drawSkeleton } from "./empty.ts";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import { logStyles } from "./log.styles.ts";
import { drawMessage } from "./message.ts";
import { fileStyles } from "./file.styles.ts";
import { mediaStyles } from "./media.styles.ts";
import { messageStyles } from "./message.styles.ts";
import { chosenIds, type Row, rowsOf } from "./rows.ts";
import { rowStyles } from "./row.styles.ts";
import { lastVisiblePlace } from "./seen.ts";

const NO_RATINGS: Ratings = new Map();
const NO_UPLOADS: View["uploads"] = new Map();
const NEAR_END_PX = 48;
const ROOM_PX = 12; // above a message that is read from its beginning
const MANY_ROWS = 200;

/** Shows a view. Says `older`, `choose` (an option), `ask` (a text), `rate`, `enlarge`, `retry` (an id), `remove` (a file), `stale` (a place) and `saw` (a place). */
export class YqLog extends LitElement {
  static override styles = [base, rowStyles, messageStyles, fileStyles, mediaStyles, logStyles];
  static override properties = {
    view: { attribute: false },
    language: {},
    shown: { type: Boolean },
    unreadAfter: { attribute: false },
    previewOf: { attribute: false },
  };

  declare view: View | null;
  declare language: Language;
  /** Whether the customer can see the log now. */
  declare shown: boolean;
  /** Where the unread line stands; null for none. */
  declare unreadAfter: Place | null;
  /** Where a chosen picture lies in this page's memory. */
  declare previewOf: (upload: string) => string | null;
  #atEnd = true;
  #focused: Element | null = null;
  #firstKey = "";
  #heightBefore = 0;
  #lastTop = 0;
  #resized = new ResizeObserver(() => {
    this.#noticeScroll();
    this.#keepEnd();
  });

  constructor() {
    super();
    this.view = null;
    this.language = "zh";
    this.shown = false;
    this.unreadAfter = null;
    this.previewOf = () => null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  /** Puts the focus on the conversation. */
  override focus(): void {
    this.#scroller.focus({ preventScroll: true });
  }

  /** Goes to the newest message. */
  toEnd(): void {
    this.#atEnd = true;
    this.#keepEnd();
  }

  /** Goes to the unread line, or to the end when there is none. */
  toUnread(): void {
    const line = this.renderRoot.querySelector<HTMLElement>(".unread");
    if (!line) return this.toEnd();
    this.#atEnd = false;
    this.#scroller.scrollTop = line.offsetTop - this.#scroller.offsetTop - 8;
    this.#onScroll();
  }

  get #scroller(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>(".scroller") as HTMLElement;
  }

  override firstUpdated(): void {
    this.#resized.observe(this.#scroller);
    this.#resized.observe(this.renderRoot.querySelector('[role="log"]') as Element); // larger type, too
  }

  override willUpdate(): void {
    if (!this.hasUpdated) return;
    this.#focused = this.shadowRoot?.activeElement ?? null;
    this.#heightBefore = this.#scroller.scrollHeight;
    this.#noticeScroll(); // the reader may have scrolled in this very frame, before the event comes
  }

  override updated(changed: PropertyValues): void {
    const scroller = this.#scroller;
    const firstKey = scroller.querySelector(".message")?.getAttribute("data-key") ?? "";
    const grewAbove = this.#firstKey !== "" && firstKey !== this.#firstKey;
    this.#firstKey = firstKey;
    if (this.#wroteSomething(changed)) this.#atEnd = true;
    if (this.#atEnd) this.#followNew(changed);
    else if (grewAbove) scroller.scrollTop += scroller.scrollHeight - this.#heightBefore;
    this.#tellSeen();
    if (this.#focused && !this.#focused.isConnected) this.focus(); // what had the focus is gone
  }

  override render(): TemplateResult {
    const { view } = this;
    const say = speaker(this.language);
    const rows = view ? rowsOf(view, this.unreadAfter) : [];
    const chosen = view ? chosenIds(view) : new Set<string>();
    const quiet = !view?.loaded || view.catchingUp || view.loadingOlder; // only what is new is announced
    return html`<div
        class="scroller"
        tabindex="0"
        role="region"
        aria-label=${say("log")}
        @scroll=${this.#onScroll}
      >
        ${this.#older()} ${rows.length === 0 ? this.#empty() : nothing}
        <div
          class=${rows.length > MANY_ROWS ? "many" : ""}
          role="log"
          aria-label=${say("log")}
          aria-live=${quiet ? "off" : "polite"}
          lang=${langTag(this.language)}
          data-testid="log"
          data-ready=${view?.loaded && !view.catchingUp ? "true" : "false"}
        >
          ${repeat(
            rows,
            (row) => row.key,
            (row) => this.#row(row, chosen),
          )}
        </div>
        <div class="typing ${view?.typing ? "" : "quiet"}" role="status" data-testid="typing" data-on=${view?.typing ?? false}>
          <i></i><i></i><i></i>${view?.typing ? html`<span class="hidden">${say("typing")}</span>` : nothing}
        </div>
      </div>
      ${this.#pill()}`;
  }

  #row(row: Row, chosen: ReadonlySet<string>): TemplateResult {
    const say = speaker(this.language);
    switch (row.kind) {
      case "time":
        return html`<div class="between">${moment(row.at, Date.now(), this.language)}</div>`;
      case "conversation":
        return html`<div class="between rule">${say("newConversation")}</div>`;
      case "unread":
        return html`<div class="between rule unread" data-testid="unread-line">${say("unread")}</div>`;
      case "message":
        return drawMessage(row.shown, row.startsRun, {
          say,
          language: this.language,
          ratings: this.view?.ratings ?? NO_RATINGS,
          rate: (place: Place, opinion: Opinion) => this.#tell("rate", { place, opinion }),
          enlarge: (picture: Picture) => this.#tell("enlarge", picture),
          mine: row.shown.direction === "in",
          chosen,
          choose: (option: Option) => this.#tell("choose", option),
          retryDraft: (id: string) => this.#tell("retry", id),
          uploads: this.view?.uploads ?? NO_UPLOADS,
          rules: this.view?.uploadRules ?? null,
          previewOf: this.previewOf,
          removeFrom: (id: string, upload: string) => this.#tell("remove", { id, upload }),
          renew: (place: Place) => this.#tell("stale", place),
          ask: (text: string) => this.#tell("ask", text),
        });
    }
  }

  #older(): TemplateResult | typeof nothing {
    const { view } = this;
    if (!view?.moreBefore) return nothing;
    const words = speaker(this.language)(view.loadingOlder ? "olderLoading" : "older");
    const off = view.loadingOlder || view.phase !== "online";
    return html`<button type="button" class="older" data-testid="older" aria-disabled=${off ? "true" : nothing} @click=${() => !off && this.#tell("older", null)}>
      ${words}
    </button>`;
  }

  #empty(): TemplateResult | typeof nothing {
    const say = speaker(this.language);
    if (this.view?.phase === "barred") return nothing;
    // Who is turned away for a while is greeted: bars that stand for half a minute would say that it loads.
    if (!this.view?.loaded && this.view?.busy?.what !== "chat") return drawSkeleton(say);
    const bank = this.view.bank?.name ?? "";
    return drawEmpty(bank, this.view.hot, this.language, (question) => this.#tell("ask", question));
  }

  #pill(): TemplateResult | typeof nothing {
    const count = this.view?.unread ?? 0;
    if (count === 0 || this.#atEnd || !this.shown) return nothing;
    return html`<button type="button" class="pill" data-testid="new-messages" @click=${this.toEnd}>
      ${icons.down}${speaker(this.language)("newMessages", { count })}
    </button>`;
  }

  #onScroll(): void {
    const before = this.#atEnd;
    this.#noticeScroll();
    if (before !== this.#atEnd) this.requestUpdate();
    this.#tellSeen();
  }

  /** Only who scrolls up leaves the end; content that grew below does not take the reader away from it. */
  #noticeScroll(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    const nearEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    this.#atEnd = nearEnd || (this.#atEnd && scrollTop >= this.#lastTop);
    this.#lastTop = scrollTop;
  }

  /** Goes to what is new: to its end, or where it is longer than the window, to its first sentence. */
  #followNew(changed: PropertyValues): void {
    const before = changed.get("view") as View | null | undefined;
    const last = this.view?.messages.at(-1);
    const isNew = before?.loaded && !before.catchingUp && last !== before.messages.at(-1);
    const row = this.renderRoot.querySelector<HTMLElement>(".message:last-of-type");
    const scroller = this.#scroller;
    if (isNew && last?.direction === "out" && row && row.offsetHeight > scroller.clientHeight - ROOM_PX) {
      scroller.scrollTop = row.offsetTop - scroller.offsetTop - ROOM_PX;
      this.#lastTop = scroller.scrollTop;
      this.#atEnd = false;
    } else this.#keepEnd();
  }

  #keepEnd(): void {
    const isEmpty = !this.view?.messages.length && !this.view?.drafts.length; // its beginning matters then
    if (!this.#atEnd || !this.hasUpdated || isEmpty) return;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#lastTop = this.#scroller.scrollTop;
  }

  #wroteSomething(changed: PropertyValues): boolean {
    const before = changed.get("view") as View | null | undefined;
    return before !== undefined && (this.view?.drafts.length ?? 0) > (before?.drafts.length ?? 0);
  }

  #tellSeen(): void {
    if (!this.shown) return;
    const place = lastVisiblePlace(this.#scroller);
    if (place) this.#tell("saw", place);
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("yq-log", YqLog);
