/** Holds the iframe with the chat and talks to it: exactly to the hub's origin, and to nobody else. */

import { BRIDGE, type FromFrame, readBridge, type ToFrame } from "../bridge.ts";
import { Notice } from "./notice.ts";
import type { Options } from "./options.ts";

/** What the chat wants from the page. */
export interface FrameOwner {
  closeWanted(): void;
  unread(count: number): void;
}

/** The words that stand over the iframe while there is no chat in it. */
export interface FrameWords {
  readonly title: string;
  readonly slow: string;
  readonly notLoaded: string;
  readonly minimise: string;
}

const SLOW_MS = 3_000; // from then on it is said, with a way back: on a phone there is no other
const SILENT_MS = 2_000; // the browser is done with the page, and nobody answers from it
const STALLED_MS = 60_000; // neither done nor failed: the line may have died without a word
const PAUSE_MS = 1_000;
const LONGEST_MS = 600_000;

/**
 * The iframe, made when it is first needed. A load is left alone as long as the browser is at it; one that
 * ended without the chat is tried again, later each time, and always in a new element: navigating the old one
 * would make an entry in the page's history.
 */
export class Frame {
  #element: HTMLIFrameElement | null = null;
  #panel: HTMLElement | null = null;
  readonly #notice: Notice;
  #tries = 0;
  #timers: number[] = [];
  #ready = false;
  #failed = false;
  #shown: ToFrame | null = null;

  constructor(
    private readonly options: Options,
    private readonly words: FrameWords,
    private readonly owner: FrameOwner,
  ) {
    this.#notice = new Notice(words.minimise, () => this.owner.closeWanted());
    this.listen();
    addEventListener("online", () => this.#failed && this.#load());
  }

  /** Hears the chat, once however often it is called: a page that is written anew forgets its listeners. */
  listen(): void {
    addEventListener("message", this.#hear);
  }

  /** Puts the iframe into the panel and loads the chat; once. */
  load(panel: HTMLElement): void {
    if (this.#element && !this.#failed) return;
    this.#panel = panel;
    this.#load();
  }

  /** The element was taken out of the page and put back: the browser has begun to load it anew. */
  restarted(): void {
    if (this.#element) this.#watch();
  }

  /** Tells the chat whether it can be seen; when it can, it gets the cursor. */
  show(open: boolean): void {
    this.#shown = { bridge: BRIDGE, say: open ? "shown" : "hidden" };
    if (open) this.#element?.focus();
    if (this.#ready) this.#tell(this.#shown);
  }

  readonly #hear = (event: MessageEvent<unknown>): void => {
    const ours = event.source === this.#element?.contentWindow && event.origin === this.options.hub;
    const message = ours ? readBridge<FromFrame>(event.data) : null;
    if (message?.say === "ready") this.#greet();
    else if (message?.say === "close") this.owner.closeWanted();
    else if (message?.say === "unread") this.owner.unread(Number(message.count) || 0);
    else if (message?.say === "login_wanted") this.#askForLogin();
  };

  #load(): void {
    const element = document.createElement("iframe");
    element.title = this.words.title;
    element.dataset["testid"] = "frame";
    element.src = `${this.options.hub}/webchat/frame`;
    element.addEventListener("load", () => this.#loaded(element));
    const hadFocus = this.#element?.matches(":focus");
    this.#element?.remove();
    this.#element = element;
    this.#watch();
    this.#panel?.append(element, this.#notice.element);
    if (hadFocus) element.focus();
  }

  #watch(): void {
    this.#rest();
    this.#ready = this.#failed = false;
    this.#after(SLOW_MS, () => this.#notice.tell(this.words.slow, false));
    this.#after(this.#grown(STALLED_MS), () => this.#again());
  }

  /** The chat speaks before its page is done; who says nothing is the browser's own error page. */
  #loaded(element: HTMLIFrameElement): void {
    if (element === this.#element && !this.#ready) this.#after(SILENT_MS, () => this.#fail());
  }

  #fail(): void {
    this.#rest();
    this.#failed = true;
    this.#notice.tell(this.words.notLoaded, true);
    this.#after(this.#grown(PAUSE_MS), () => this.#again());
  }

  #again(): void {
    this.#tries += 1;
    this.#load();
  }

  #greet(): void {
    const { lang, brand, bank } = this.options;
    this.#rest();
    this.#ready = true;
    this.#failed = false;
    this.#tries = 0;
    this.#notice.hide();
    this.#tell({ bridge: BRIDGE, say: "hello", lang, brand, bank, page: location.pathname });
    if (this.#shown) this.#tell(this.#shown);
  }

  /** A page that knows who its customer is listens for this, and gives a login at once or later. */
  #askForLogin(): void {
    const give = (login: unknown): void => {
      if (typeof login === "string") this.#tell({ bridge: BRIDGE, say: "sign_in", login });
    };
    document.dispatchEvent(new CustomEvent("yuanqiao-login-wanted", { detail: give }));
  }

  #tell(message: ToFrame): void {
    this.#element?.contentWindow?.postMessage(message, this.options.hub);
  }

  #grown(ms: number): number {
    return Math.min(ms * 2 ** this.#tries, LONGEST_MS);
  }

  #after(ms: number, call: () => void): void {
    this.#timers.push(window.setTimeout(call, ms));
  }

  #rest(): void {
    for (const timer of this.#timers.splice(0)) window.clearTimeout(timer);
  }
}
