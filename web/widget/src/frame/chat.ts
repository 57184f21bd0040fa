/** Defines <yq-chat>: the whole chat on a session. The element is the same embedded and alone on a page. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { KnownBank } from "../bridge.ts";
import type { Place } from "../chat/place.ts";
import { PERSON_ID, type Option } from "../chat/protocol.ts";
import type { Opinion } from "../chat/ratings.ts";
import type { Session } from "../chat/session.ts";
import type { View } from "../chat/view.ts";
import { readableBrand } from "@yuanqiao/shared/design/brand.ts";
import { base, tokens } from "@yuanqiao/shared/design/tokens.ts";
import { speaker } from "../words/index.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { AttachController } from "./attach/controller.ts";
import { loadAttach } from "./attach/parts.ts";
import type { Shelf } from "./attach/shelf.ts";
import { drawBar, drawLine } from "./bar.ts";
import type { Picture } from "./blocks.ts";
import { chatStyles } from "./chat.styles.ts";
import { Chime } from "./chime.ts";
import type { YqComposer } from "./composer.ts";
import { LineWatch } from "./line-watch.ts";
import type { YqLog } from "./log.ts";
import { NewWords } from "./new-words.ts";
import { rowStyles } from "./row.styles.ts";
import { drawSheet, loadTranscript, type SheetContent } from "./sheets.ts";
import "./composer.ts";
import "./header.ts";
import "./log.ts";

const LATER_MS = 3_000; // when the chat is there, and before anybody can have lost the network again

/** Says `minimise`, and `unread` (a count) when it changed. */
export class YqChat extends LitElement {
  static override styles = [tokens, base, rowStyles, chatStyles];
  static override properties = {
    session: { attribute: false },
    language: {},
    brand: {},
    known: { attribute: false },
    standalone: { type: Boolean, reflect: true },
    large: { type: Boolean, reflect: true },
    shown: { type: Boolean },
    askingEnd: { state: true },
    unreadAfter: { state: true },
    sheet: { state: true },
  };

  declare session: Session | null;
  declare language: Language;
  /** The page's own wish, #rrggbb; empty for the bank's colour. */
  declare brand: string;
  /** The bank, before the hub has spoken. */
  declare known: KnownBank;
  declare standalone: boolean;
  declare large: boolean;
  /** Whether the customer can see the chat now. */
  declare shown: boolean;
  declare askingEnd: boolean;
  declare unreadAfter: Place | null;
  /** What lies over the chat; null for nothing. */
  declare sheet: SheetContent | null;
  readonly #chime = new Chime();
  readonly #newWords = new NewWords();
  readonly #attach: AttachController;
  readonly #line = new LineWatch(() => this.requestUpdate());
  #unsubscribe = (): void => {};
  #unreadTold = 0;
  #returned = false;

  constructor(shelf: Shelf) {
    super();
    this.addEventListener("click", firstOnly, { capture: true });
    this.#attach = new AttachController(this, shelf, {
      view: () => this.session?.view ?? null,
      isFree: () => this.sheet === null,
      toField: () => this.#toField(),
    });
    this.session = null;
    this.language = "zh";
    this.brand = "";
    this.known = { name: "", colour: "" };
    this.standalone = false;
    this.large = false;
    this.shown = false;
    this.askingEnd = false;
    this.unreadAfter = null;
    this.sheet = null;
  }

  /** Follows the session and starts it. */
  use(session: Session): void {
    this.#unsubscribe();
    this.session = session;
    this.#unsubscribe = session.subscribe(() => this.#changed());
    session.start();
    this.#changed();
    window.setTimeout(() => void Promise.all([loadTranscript(), loadAttach()]), LATER_MS);
  }

  /** The chat is in sight: draws the unread line, goes there, and takes the cursor when asked to. */
  async appear(focus: boolean): Promise<void> {
    this.#returned = true;
    this.shown = true;
    this.#placeUnreadLine();
    await this.updateComplete;
    if (focus && !this.sheet) this.#composer?.focus();
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

  override willUpdate(): void {
    const colour = this.brand || this.session?.view.bank?.colour || this.known.colour;
    this.style.setProperty("--yq-brand", readableBrand(colour));
  }

  override render(): TemplateResult {
    const view = this.session?.view ?? null;
    const say = speaker(this.language);
    return html`${this.#header(view)} ${this.#conversation(view)}
      <div role="status" data-testid="status">
        ${drawBar(view, { say, cutOff: this.#line.cutOff, askingEnd: this.askingEnd, answerEnd: (end) => this.#answerEnd(end) })}
        ${this.#attach.failed ? drawLine("attachFailed", "attention", say) : nothing}
      </div>
      ${this.#writing(view)}
      ${this.#attach.drawRest()}
      ${drawSheet(this.sheet, {
        language: this.language,
        session: this.session,
        ask: (question) => this.#askPressed(question),
        choose: (how) => this.#attach.open(how),
        gone: () => (this.sheet = null),
      })}`;
  }

  #header(view: View | null): TemplateResult {
    return html`<yq-header
      .bank=${view?.bank?.name || this.known.name}
      .hotline=${view?.bank?.hotline ?? ""}
      .language=${this.language}
      .large=${this.large}
      .muted=${view?.muted ?? false}
      .canEnd=${view?.phase === "online" && view.messages.length > 0 && !view.closed}
      .hasHot=${(view?.hot.length ?? 0) > 0}
      .standalone=${this.standalone}
      @large=${() => this.session?.setLarge(!this.large)}
      @mute=${() => this.session?.setMuted(!view?.muted)}
      @end=${this.#askEnd}
      @hot=${() => (this.sheet = { kind: "hot" })}
      @transcript=${this.#openTranscript}
      @minimise=${() => this.#tell("minimise", null)}
    ></yq-header>`;
  }

  #conversation(view: View | null): TemplateResult {
    return html`<yq-log
      .view=${view}
      .language=${this.language}
      .shown=${this.shown}
      .unreadAfter=${this.unreadAfter}
      .previewOf=${this.#attach.previewOf}
      @older=${() => this.session?.loadOlder()}
      @choose=${(event: CustomEvent<Option>) => this.#choose(event.detail)}
      @ask=${(event: CustomEvent<string>) => this.#askPressed(event.detail)}
      @rate=${({ detail }: CustomEvent<{ place: Place; opinion: Opinion }>) => this.session?.rate(detail.place, detail.opinion)}
      @enlarge=${(event: CustomEvent<Picture>) => (this.sheet = { kind: "picture", picture: event.detail })}
      @retry=${(event: CustomEvent<string>) => this.session?.retry(event.detail)}
      @remove=${({ detail }: CustomEvent<{ id: string; upload: string }>) => this.session?.removeFile(detail.id, detail.upload)}
      @stale=${(event: CustomEvent<Place>) => this.session?.renew(event.detail)}
      @saw=${(event: CustomEvent<Place>) => this.session?.sawUpTo(event.detail)}
    ></yq-log>`;
  }

  #writing(view: View | null): TemplateResult {
    return html`<yq-composer
      .language=${this.language}
      .large=${this.large}
      .limit=${view?.textLimit ?? 0}
      .off=${view?.phase === "barred"}
      .personAsked=${view?.personAsked ?? false}
      .suggestions=${view?.suggestions ?? []}
      .attachable=${view?.uploadRules != null}
      .attached=${this.#attach.ready}
      .refused=${this.#attach.refused}
      @write=${(event: CustomEvent<string>) => this.#write(event.detail)}
      @attach=${this.#wantFiles}
      @typed=${(event: CustomEvent<string>) => this.session?.typed(event.detail)}
      @dismiss=${() => this.session?.dismissSuggestions()}
      @person=${() => this.#choose({ id: PERSON_ID, label: speaker(this.language)("person") })}
      >${this.#attach.drawTray()}</yq-composer
    >`;
  }

  /** A finger chooses between camera and files; a mouse has no camera at hand. */
  #wantFiles(): void {
    if (matchMedia("(pointer: coarse)").matches) this.sheet = { kind: "attach" };
    else this.#attach.open("files");
  }

  /** The words in the field with the files over it. */
  #write(text: string): void {
    const files = this.#attach.take();
    const words = text ? [{ type: "text", text } as const] : [];
    if (files.length + words.length > 0) this.session?.write(...words, ...files);
  }

  async #openTranscript(): Promise<void> {
    this.sheet = { kind: "transcript", loaded: await loadTranscript() };
  }

  #askPressed(text: string): void {
    this.session?.press({ type: "text", text });
    this.#toField();
  }

  /** What had the focus is gone; on a touch screen the cursor would bring the keyboard over the conversation. */
  #toField(): void {
    if (matchMedia("(hover: hover)").matches) this.#composer?.focus();
    else this.#log?.focus();
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
    this.session?.press({ type: "choice", id: option.id, label: option.label });
  }

  #changed(): void {
    const view = this.session?.view;
    if (!view) return;
    this.large = view.large;
    this.#line.look(view.phase);
    this.#ring(view);
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

  /** Who is not looking hears that the bank has said something. */
  #ring(view: View): void {
    const arrived = this.#newWords.arrived(view);
    if (arrived && !view.muted && !(this.shown && document.hasFocus())) this.#chime.ring();
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** Of two quick presses the first counts: what it says moves the log, and another button lies under the second. */
function firstOnly(event: MouseEvent): void {
  if (event.detail < 2) return;
  event.preventDefault();
  event.stopPropagation();
}

customElements.define("yq-chat", YqChat);
