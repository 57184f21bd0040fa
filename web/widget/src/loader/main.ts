/** The loader: one script tag on the bank's page puts a launcher there, and on first use the chat. */

import { followViewport } from "@yuanqiao/shared/design/viewport.ts";
import { Frame } from "./frame.ts";
import { Launcher } from "./launcher.ts";
import { PageLock } from "./lock.ts";
import { type Options, readBank, readOptions } from "./options.ts";
import { Place } from "./place.ts";

const LOADED = Symbol.for("yuanqiao:webchat"); // on the window: a page may write its whole document anew
const USED = "yuanqiao:webchat:used"; // in sessionStorage: this tab opened the chat before

/** The launcher's behaviour: open, close, badge; no more than one on a page. */
class Webchat {
  readonly #launcher: Launcher;
  readonly #frame: Frame;
  readonly #lock = new PageLock();
  #open = false;

  constructor(options: Options) {
    this.#launcher = new Launcher(options);
    const { button, panel, say } = this.#launcher;
    const { name } = options.bank;
    const title = name ? say("titleOf", { bank: name }) : say("title");
    const words = {
      title,
      slow: say("slowLine"),
      notLoaded: say("notLoaded"),
      minimise: say("minimise"),
    };
    this.#frame = new Frame(options, words, {
      closeWanted: () => this.toggle(false),
      unread: (unread) => this.#launcher.show({ unread }),
    });
    button.addEventListener("click", () => this.toggle(!this.#open));
    this.#settle();
    followViewport((top, height) => {
      panel.style.setProperty("--yq-top", `${top}px`);
      panel.style.setProperty("--yq-height", `${height}px`);
    });
    if (recall()) this.#frame.load(panel); // so that the badge counts on the next page too
  }

  #settle(): void {
    this.#listen();
    new Place(this.#launcher.host, {
      lost: () => this.#lock.set(false),
      back: () => {
        this.#listen();
        this.#frame.listen();
        this.#frame.restarted();
        this.#lock.set(this.#open);
      },
    });
  }

  /** Once, however often it is called: a page that is written anew forgets its listeners. */
  #listen(): void {
    document.addEventListener("keydown", this.#key);
    document.addEventListener("click", this.#clicked);
  }

  /** Opens the panel and gives the chat the cursor, or closes it and gives the cursor back. */
  toggle(open: boolean): void {
    if (open === this.#open) return;
    this.#open = open;
    if (open) {
      remember();
      this.#frame.load(this.#launcher.panel);
    }
    this.#launcher.show({ open });
    this.#lock.set(open);
    this.#frame.show(open);
    if (!open) this.#launcher.button.focus();
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing) this.toggle(false);
  };

  /** Anything on the page with `data-yuanqiao-open` opens the chat. */
  readonly #clicked = (event: Event): void => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-yuanqiao-open]")) return;
    event.preventDefault();
    this.toggle(true);
  };
}

function remember(): void {
  try {
    sessionStorage.setItem(USED, "1");
  } catch {
    return; // no storage: the badge waits until the chat is opened again
  }
}

function recall(): boolean {
  try {
    return sessionStorage.getItem(USED) !== null;
  } catch {
    return false;
  }
}

function begin(): void {
  const script = document.currentScript ?? document.querySelector('script[src*="/webchat.js"]');
  if (!(script instanceof HTMLScriptElement) || LOADED in window) return;
  Object.defineProperty(window, LOADED, { value: true });
  const bank = readBank("__YUANQIAO_BANK__"); // the hub puts an object in the place of this text
  const options = readOptions(script, document.documentElement.lang, bank);
  const start = (): void => void new Webchat(options);
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start, { once: true });
}

begin();
