/** Holds the iframe with the chat and talks to it: exactly to the hub's origin, and to nobody else. */

import { BRIDGE, readBridge, type ToFrame, type ToLoader } from "../bridge.ts";
import type { Options } from "./options.ts";

/** What the chat wants from the page. */
export interface FrameOwner {
  closeWanted(): void;
  unread(count: number): void;
}

/** The iframe, made when it is first needed. */
export class Frame {
  readonly #element = document.createElement("iframe");
  #ready = false;
  #shown: ToFrame | null = null;

  constructor(
    private readonly options: Options,
    title: string,
    private readonly owner: FrameOwner,
  ) {
    this.#element.title = title;
    this.#element.dataset["testid"] = "frame";
    this.#element.allow = "clipboard-write";
    addEventListener("message", (event: MessageEvent<unknown>) => this.#hear(event));
  }

  /** Puts the iframe into the panel and loads the chat; once. */
  load(panel: HTMLElement): void {
    if (this.#element.isConnected) return;
    this.#element.src = `${this.options.hub}/webchat/frame`;
    panel.append(this.#element);
  }

  /** Tells the chat whether it can be seen, and whether it gets the cursor. */
  show(open: boolean, focus: boolean): void {
    this.#shown = open ? { bridge: BRIDGE, say: "shown", focus } : { bridge: BRIDGE, say: "hidden" };
    if (open && focus) this.#element.focus();
    if (this.#ready) this.#tell(this.#shown);
  }

  #hear(event: MessageEvent<unknown>): void {
    const ours = event.source === this.#element.contentWindow && event.origin === this.options.hub;
    const message = ours ? readBridge<ToLoader>(event.data) : null;
    if (message?.say === "ready") this.#greet();
    else if (message?.say === "close") this.owner.closeWanted();
    else if (message?.say === "unread") this.owner.unread(Number(message.count) || 0);
  }

  #greet(): void {
    const { lang, brand } = this.options;
    this.#ready = true;
    this.#tell({ bridge: BRIDGE, say: "hello", lang, brand });
    if (this.#shown) this.#tell(this.#shown);
  }

  #tell(message: ToFrame): void {
    this.#element.contentWindow?.postMessage(message, this.options.hub);
  }
}
