/** Who holds the chat: the bank's page by its loader, the bank's app by its web view, or nobody. */

import { BRIDGE, type FromFrame, readBridge, type ToFrame } from "../bridge.ts";

/** Hears a message; `origin` is that of the page which holds the chat. */
export type Hear = (message: ToFrame, origin: string) => void;

/** Whoever holds the chat. */
export interface Holder {
  tell(message: FromFrame): void;
  listen(hear: Hear): void;
  /** Links are handed to it, since a web view has no tabs. */
  readonly opensLinks: boolean;
}

/** What an app puts into the page: Android's `addJavascriptInterface`, iOS's `WKScriptMessageHandler`. */
interface AppWindow {
  readonly YuanqiaoApp?: { postMessage(text: string): void };
  readonly webkit?: {
    readonly messageHandlers?: { readonly yuanqiao?: { postMessage(text: string): void } };
  };
  /** What the app calls by running a script: `yuanqiao.hear("…")`. */
  yuanqiao?: { readonly hear: (text: string) => void };
}

/** The holder of this page, or null where the chat is a page of its own. */
export function findHolder(): Holder | null {
  const page = window as unknown as AppWindow;
  const app = page.YuanqiaoApp ?? page.webkit?.messageHandlers?.yuanqiao;
  if (window.parent !== window) return loader;
  return app ? inApp(page, app) : null;
}

const loader: Holder = {
  opensLinks: false,
  /** No more than the page may know, and before `hello` nobody knows its origin: hence "*". */
  tell: (message) => window.parent.postMessage(message, "*"),
  listen(hear) {
    addEventListener("message", (event: MessageEvent<unknown>) => {
      const message = event.source === window.parent ? readBridge<ToFrame>(event.data) : null;
      if (message) hear(message, event.origin); // else a stranger's: the reader must not be moved by it
    });
  },
};

function inApp(page: AppWindow, app: { postMessage(text: string): void }): Holder {
  return {
    opensLinks: true,
    tell: (message) => app.postMessage(JSON.stringify(message)),
    listen(hear) {
      const hearText = (text: string): void => {
        const message = readBridge<ToFrame>(parse(text));
        if (message) hear(message, location.origin);
      };
      page.yuanqiao = { hear: hearText };
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    console.error("yuanqiao: the app said something that is no JSON");
    return null;
  }
}

/** Hands every link that is pressed to the holder, in place of a new window. */
export function handOutLinks(holder: Holder): void {
  document.addEventListener(
    "click",
    (event) => {
      const anchor = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
      if (!anchor || anchor.hasAttribute("download") || !/^https?:|^tel:/.test(anchor.href)) return;
      event.preventDefault();
      holder.tell({ bridge: BRIDGE, say: "open", url: anchor.href });
    },
    { capture: true },
  );
}
