/** Starts the customer's page of a call. What stands behind `#` is used once, and leaves the address at once. */

import { chooseLanguage, langTag } from "@yuanqiao/shared/words/language.ts";
import { YqCall } from "./call.ts";
import type { SeatStore } from "./line.ts";
import { speaker } from "./words/index.ts";

const STYLE = `
html, body { margin: 0; height: 100%; background: Canvas; color-scheme: light dark; }`;

const KEY = "yuanqiao:video:seat";

const seats: SeatStore = {
  read: () => sessionStorage.getItem(KEY) ?? "",
  keep: (seat) => (seat ? sessionStorage.setItem(KEY, seat) : sessionStorage.removeItem(KEY)),
};

const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);
document.adoptedStyleSheets.push(sheet);

const ticket = location.hash.slice(1);
history.replaceState(null, "", location.pathname); // neither the history nor a picture of the screen keeps it
const language = chooseLanguage("", navigator.languages);
document.documentElement.lang = langTag(language);
document.title = speaker(language)("title");
const call = new YqCall(`${location.origin.replace(/^http/, "ws")}/video/socket`, ticket, seats);
call.language = language;
document.body.replaceChildren(call);
