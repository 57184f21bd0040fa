/** What the loader on the bank's page and the chat in the iframe say to each other, by postMessage. */

/** Marks our messages among all that a page may post. */
export const BRIDGE = "yuanqiao-webchat-1";

/** The bank as the hub wrote it into the loader; empty texts where it wrote nothing. */
export interface KnownBank {
  readonly name: string;
  readonly colour: string;
}

/** From the loader; the event's `origin` is the embedder. */
export type ToFrame =
  | {
      readonly bridge: typeof BRIDGE;
      readonly say: "hello";
      readonly lang: string;
      /** The page's own wish, #rrggbb; empty for the bank's colour. */
      readonly brand: string;
      readonly bank: KnownBank;
    }
  /** Opened, so that the customer can write at once; or put away. */
  | { readonly bridge: typeof BRIDGE; readonly say: "shown" | "hidden" };

/** From the chat. `ready` asks for `hello`. */
export type ToLoader =
  | { readonly bridge: typeof BRIDGE; readonly say: "ready" }
  | { readonly bridge: typeof BRIDGE; readonly say: "close" }
  | { readonly bridge: typeof BRIDGE; readonly say: "unread"; readonly count: number };

/** The message in an event's data, or null when it is not ours. */
export function readBridge<T extends ToFrame | ToLoader>(data: unknown): T | null {
  const ours = typeof data === "object" && data !== null && (data as { bridge?: unknown }).bridge === BRIDGE;
  return ours ? (data as T) : null;
}
