/** The loader: one script tag on the bank's page puts a launcher there, and on first use the chat. */

import { followViewport } from "@yuanqiao/shared/design/viewport.ts";
import { Frame } from "./frame.ts";
import { Launcher } from "./launcher.ts";
import { type Options, readBank, readOptions } from "./options.ts";

const WHOLE_SCREEN = "(max-width: 480px)";
const USED = "yuanqiao:webchat:used"; // in sessionStorage: this tab opened the chat before

/** The launcher's behaviour: open, close, badge; no more than one on a page. */
class Webchat {
  readonly #launcher: Launcher;
  readonly #frame: Frame;
  #open = false;
  #overflow = "";

  constructor(options: Options) {
    this.#launcher = new Launcher(options);
    const { host, button, panel, say } = this.#launcher;
    const { name } = options.bank;
    const title = name ? say("titleOf", { bank: name }) : say("title");
    const words = { title, notLoaded: say("notLoaded"), minimise: say("minimise") };
    this.#frame = new Frame(options, words, {
      closeWanted: () => this.toggle(false),
      unread: (unread) => this.#launcher.show({ unread }),
    });
    button.addEventListener("click", () => this.toggle(!this.#open));
    document.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("click", (event) => this.#clicked(event));
    document.body.append(host);
    followViewport((top, height) => {
      panel.style.setProperty("--yq-top", `${top}px`);
      panel.style.setProperty("--yq-height", `${height}px`);
    });
    if (recall()) this.#frame.load(panel); // so that the badge counts on the next page too
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
    this.#lockPage(open);
    this.#frame.show(open);
    if (!open) this.#launcher.button.focus();
  }

  /** Behind a chat that fills the screen the page must not scroll. */
  #lockPage(open: boolean): void {
    const { style } = document.documentElement;
    if (open) this.#overflow = style.overflow;
    if (!open) style.overflow = this.#overflow;
    else if (matchMedia(WHOLE_SCREEN).matches) style.overflow = "hidden";
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing) this.toggle(false);
  }

  /** Anything on the page with `data-yuanqiao-open` opens the chat. */
  #clicked(event: Event): void {
    if (!(event.target instanceof Element) || !event.target.closest("[data-yuanqiao-open]")) return;
    event.preventDefault();
    this.toggle(true);
  }
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
  if (!(script instanceof HTMLScriptElement) || document.documentElement.dataset["yuanqiao"]) return;
  document.documentElement.dataset["yuanqiao"] = "1";
  const bank = readBank("__YUANQIAO_BANK__"); // the hub puts an object in the place of this text
  const options = readOptions(script, document.documentElement.lang, bank);
  const start = (): void => void new Webchat(options);
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start, { once: true });
}

begin();
