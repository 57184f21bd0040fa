/** Starts the chat: held, when the page or the app says who it is; alone on its own page at once. */

import { BRIDGE, type KnownBank, type ToFrame } from "../bridge.ts";
import { newId } from "../chat/ids.ts";
import { Session } from "../chat/session.ts";
import type { Logins } from "../chat/sign-in.ts";
import { followViewport } from "@yuanqiao/shared/design/viewport.ts";
import { speaker } from "../words/index.ts";
import { chooseLanguage, langTag } from "@yuanqiao/shared/words/language.ts";
import { Shelf } from "./attach/shelf.ts";
import { browserClock, browserTabs, dialTo, localSlot } from "./browser.ts";
import { YqChat } from "./chat.ts";
import { findHolder, handOutLinks, type Holder } from "./holder.ts";
import { stylePage } from "./page.ts";

const STORE = `yuanqiao:webchat:1:${location.origin}`;
const holder = findHolder();
let chat: { readonly element: YqChat; readonly session: Session } | null = null;
let panelOpen = !holder;

const logins: Logins = {
  wanted: () => holder?.tell({ bridge: BRIDGE, say: "login_wanted" }),
  ended: (code) => holder?.tell({ bridge: BRIDGE, say: "login_ended", code }),
};

/** The page's wishes, and who the bank is, as far as that is known before the hub speaks. */
interface Wishes {
  readonly lang: string;
  readonly brand: string;
  readonly bank: KnownBank;
  readonly page?: string;
}

function start(embedder: string, { lang, brand, bank, page }: Wishes): NonNullable<typeof chat> {
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
    logins,
    newId,
    embedder,
    page,
  });
  const element = new YqChat(shelf);
  element.dataset["testid"] = "chat";
  element.setAttribute("role", "main");
  element.language = language;
  element.standalone = !holder;
  element.brand = brand;
  element.known = bank;
  element.addEventListener("minimise", () => holder?.tell({ bridge: BRIDGE, say: "close" }));
  element.addEventListener("unread", (event) => {
    holder?.tell({ bridge: BRIDGE, say: "unread", count: (event as CustomEvent<number>).detail });
  });
  document.body.replaceChildren(element);
  element.use(session);
  follow(session, element);
  return { element, session };
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
  if (window.parent === window)
    followViewport((_, height) => element.style.setProperty("--yq-height", `${height}px`));
}

function show(element: YqChat, focus: boolean): void {
  if (panelOpen && document.visibilityState === "visible") void element.appear(focus);
  else element.vanish();
}

function listenTo(held: Holder): void {
  held.listen((message, origin) => hear(message, origin));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented)
      held.tell({ bridge: BRIDGE, say: "close" });
  });
  if (held.opensLinks) handOutLinks(held);
  held.tell({ bridge: BRIDGE, say: "ready" });
}

function hear(message: ToFrame, origin: string): void {
  if (message.say === "sign_in") {
    chat?.session.signIn(message.login);
    return;
  }
  if (message.say === "hello") chat ??= start(origin, message);
  else panelOpen = message.say === "shown";
  if (chat) show(chat.element, message.say === "shown");
}

stylePage();
if (holder) listenTo(holder);
else {
  chat = start(location.origin, { lang: "", brand: "", bank: { name: "", colour: "" } });
  show(chat.element, true);
}
