/** The web chat beside the picture: the page holds it as the loader on the bank's pages does. */

/** Marks the messages of the chat's bridge (`widget/src/bridge.ts`). */
const BRIDGE = "yuanqiao-webchat-1";

/** Answers the chat in this iframe, until the result is called. */
export function holdChat(frame: HTMLIFrameElement, lang: string): () => void {
  const hear = (event: MessageEvent<unknown>): void => {
    if (event.source !== frame.contentWindow || event.origin !== location.origin) return;
    const said = event.data as { bridge?: unknown; say?: unknown } | null;
    if (said?.bridge !== BRIDGE || said.say !== "ready") return;
    tell(frame, { say: "hello", lang, brand: "", bank: { name: "", colour: "" } });
    tell(frame, { say: "shown" });
  };
  addEventListener("message", hear);
  return () => removeEventListener("message", hear);
}

function tell(frame: HTMLIFrameElement, message: object): void {
  frame.contentWindow?.postMessage({ bridge: BRIDGE, ...message }, location.origin);
}
