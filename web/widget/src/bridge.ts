/**
 * What the chat and whoever holds it say to each other: the loader on the bank's page, by postMessage with the
 * iframe; the bank's app, through its web view.
 */

/** Marks our messages among all that a page may post. */
export const BRIDGE = "yuanqiao-webchat-1";

/** The bank as the hub wrote it into the loader; empty texts where it wrote nothing. */
export interface KnownBank {
  readonly name: string;
  readonly colour: string;
}

/** From the loader, where the event's `origin` is the embedder, or from the app. */
export type ToFrame =
  | {
      readonly bridge: typeof BRIDGE;
      readonly say: "hello";
      readonly lang: string;
      /** The page's own wish, #rrggbb; empty for the bank's colour. */
      readonly brand: string;
      readonly bank: KnownBank;
      /** The path of the page, so that what is asked there stands first; an app may leave it out. */
      readonly page?: string;
    }
  /** A login that the bank signed, answering `login_wanted` or when the customer has signed in. */
  | { readonly bridge: typeof BRIDGE; readonly say: "sign_in"; readonly login: string }
  /** Opened, so that the customer can write at once; or put away. */
  | { readonly bridge: typeof BRIDGE; readonly say: "shown" | "hidden" };

/** From the chat. `ready` asks for `hello`. */
export type FromFrame =
  | { readonly bridge: typeof BRIDGE; readonly say: "ready" }
  | { readonly bridge: typeof BRIDGE; readonly say: "close" }
  | { readonly bridge: typeof BRIDGE; readonly say: "unread"; readonly count: number }
  | { readonly bridge: typeof BRIDGE; readonly say: "login_wanted" }
  /** What became of a login; an empty code for taken, else one of the hub's. */
  | { readonly bridge: typeof BRIDGE; readonly say: "login_ended"; readonly code: string }
  /** To an app alone: the customer pressed a link, which the app opens as its own page or in the browser. */
  | { readonly bridge: typeof BRIDGE; readonly say: "open"; readonly url: string };

/** The message in an event's data, or null when it is not ours. */
export function readBridge<T extends ToFrame | FromFrame>(data: unknown): T | null {
  const ours = typeof data === "object" && data !== null && (data as { bridge?: unknown }).bridge === BRIDGE;
  return ours ? (data as T) : null;
}
