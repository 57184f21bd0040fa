/** Starts the chat: embedded, when the loader says which page holds it; alone on its own page at once. */

import { BRIDGE, type KnownBank, readBridge, type ToFrame, type ToLoader } from "../bridge.ts";
import { newId } from "../chat/ids.ts";
import { Session } from "../chat/session.ts";
import { followViewport } from "@yuanqiao/shared/design/viewport.ts";
import { speaker } from "../words/index.ts";
import { chooseLanguage, langTag } from "@yuanqiao/shared/words/language.ts";
import { Shelf } from "./attach/shelf.ts";
import { browserClock, browserTabs, dialTo, localSlot } from "./browser.ts";
import { YqChat } from "./chat.ts";
import { stylePage } from "./page.ts";

const STORE = `yuanqiao:webchat:1:${location.origin}`;
const embedded = window.parent !== window;
let chat: YqChat | null = null;
let panelOpen = !embedded;

/** The page's wishes, and who the bank is, as far as that is known before the hub speaks. */
interface Wishes {
  readonly lang: string;
  readonly brand: string;
  readonly bank: KnownBank;
}

function start(embedder: string, { lang, brand, bank }: Wishes): YqChat {
  const language = chooseLanguage(lang, navigator.languages);
  document.documentElement.lang = langTag(language);
  document.title = speaker(language)("title");
  const shelf = new Shelf(`${location.origin}/webchat/uploads`);
  const session = new Session({
    dial: dialTo(`${location.origin.replace(/^http/, "ws")}/webchat/socket`),
    clock: browserClock,
    chance: Math.random,
    slot: localSlot(STORE),
    tabs: browserTabs("yuanqiao:webchat:1"),
    carrier: shelf,
    newId,
    embedder,
  });
  const element = new YqChat(shelf);
  element.dataset["testid"] = "chat";
  element.setAttribute("role", "main");
  element.language = language;
  element.standalone = !embedded;
  element.brand = brand;
  element.known = bank;
  element.addEventListener("minimise", () => tell({ bridge: BRIDGE, say: "close" }));
  element.addEventListener("unread", (event) => {
    tell({ bridge: BRIDGE, say: "unread", count: (event as CustomEvent<number>).detail });
  });
  document.body.replaceChildren(element);
  element.use(session);
  follow(session, element);
  return element;
}

function follow(session: Session, element: YqChat): void {
  addEventListener("online", () => session.probe());
  addEventListener("offline", () => session.probe());
  addEventListener("storage", (event) => event.key === STORE && session.storeChanged());
  addEventListener("pagehide", () => session.stop());
  addEventListener("pageshow", (event) => event.persisted && session.start());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") session.probe();
    show(element, false);
  });
  if (!embedded) followViewport((_, height) => element.style.setProperty("--yq-height", `${height}px`));
}

function show(element: YqChat, focus: boolean): void {
  if (panelOpen && document.visibilityState === "visible") void element.appear(focus);
  else element.vanish();
}

/** Nothing that is told is secret, and before `hello` nobody knows the page's origin: hence "*". */
function tell(message: ToLoader): void {
  if (embedded) window.parent.postMessage(message, "*");
}

function listenToLoader(): void {
  addEventListener("message", (event: MessageEvent<unknown>) => {
    const message = event.source === window.parent ? readBridge<ToFrame>(event.data) : null;
    if (!message) return; // a stranger's: the reader must not be moved by it
    if (message.say === "hello") chat ??= start(event.origin, message);
    else panelOpen = message.say === "shown";
    if (chat) show(chat, message.say === "shown");
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented)
      tell({ bridge: BRIDGE, say: "close" });
  });
  tell({ bridge: BRIDGE, say: "ready" });
}

stylePage();
if (embedded) listenToLoader();
else {
  chat = start(location.origin, { lang: "", brand: "", bank: { name: "", colour: "" } });
  show(chat, true);
}
