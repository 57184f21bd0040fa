/** Holds the iframe with the chat and talks to it: exactly to the hub's origin, and to nobody else. */

import { BRIDGE, readBridge, type ToFrame, type ToLoader } from "../bridge.ts";
import type { Options } from "./options.ts";

/** What the chat wants from the page. */
export interface FrameOwner {
  closeWanted(): void;
  unread(count: number): void;
}

const READY_WITHIN_MS = 8_000;

/** The iframe, made when it is first needed, and loaded again until the chat in it answers. */
export class Frame {
  readonly #element = document.createElement("iframe");
  readonly #fault = document.createElement("p");
  #retry = 0;
  #ready = false;
  #shown: ToFrame | null = null;

  constructor(
    private readonly options: Options,
    words: { readonly title: string; readonly notLoaded: string; readonly minimise: string },
    private readonly owner: FrameOwner,
  ) {
    this.#element.title = words.title;
    this.#element.dataset["testid"] = "frame";
    this.#buildFault(words);
    addEventListener("message", (event: MessageEvent<unknown>) => this.#hear(event));
  }

  /** Puts the iframe into the panel and loads the chat; once. */
  load(panel: HTMLElement): void {
    if (this.#element.isConnected) return;
    panel.append(this.#element, this.#fault);
    this.#load();
  }

  /** Tells the chat whether it can be seen; when it can, it gets the cursor. */
  show(open: boolean): void {
    this.#shown = { bridge: BRIDGE, say: open ? "shown" : "hidden" };
    if (open) this.#element.focus();
    if (this.#ready) this.#tell(this.#shown);
  }

  #hear(event: MessageEvent<unknown>): void {
    const ours = event.source === this.#element.contentWindow && event.origin === this.options.hub;
    const message = ours ? readBridge<ToLoader>(event.data) : null;
    if (message?.say === "ready") this.#greet();
    else if (message?.say === "close") this.owner.closeWanted();
    else if (message?.say === "unread") this.owner.unread(Number(message.count) || 0);
  }

  #load(): void {
    this.#element.src = `${this.options.hub}/webchat/frame`;
    this.#retry = window.setTimeout(() => {
      this.#fault.hidden = false;
      this.#load();
    }, READY_WITHIN_MS);
  }

  /** What stands over the browser's own error page; on a phone it is the only way back. */
  #buildFault(words: { readonly notLoaded: string; readonly minimise: string }): void {
    const back = document.createElement("button");
    back.type = "button";
    back.textContent = words.minimise;
    back.addEventListener("click", () => this.owner.closeWanted());
    this.#fault.className = "fault";
    this.#fault.dataset["testid"] = "frame-fault";
    this.#fault.role = "status";
    this.#fault.hidden = true;
    this.#fault.append(words.notLoaded, back);
  }

  #greet(): void {
    const { lang, brand, bank } = this.options;
    this.#ready = true;
    window.clearTimeout(this.#retry);
    this.#fault.hidden = true;
    this.#tell({ bridge: BRIDGE, say: "hello", lang, brand, bank });
    if (this.#shown) this.#tell(this.#shown);
  }

  #tell(message: ToFrame): void {
    this.#element.contentWindow?.postMessage(message, this.options.hub);
  }
}
