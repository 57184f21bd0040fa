/** Starts the desk: the one application of the staff. */

import { chooseLanguage, langTag } from "@yuanqiao/shared/words/language.ts";
import { YqDesk } from "./shell/desk.ts";
import { readChoice } from "./shell/choices.ts";
import { speaker } from "./words/index.ts";

const STYLE = `
html, body { margin: 0; height: 100%; background: Canvas; color-scheme: light dark; }`;

const sheet = new CSSStyleSheet(); // a file of its own would be one more thing to wait for
sheet.replaceSync(STYLE);
document.adoptedStyleSheets.push(sheet);

const language = chooseLanguage(readChoice("language"), navigator.languages);
document.documentElement.lang = langTag(language);
document.title = speaker(language)("desk");
const desk = new YqDesk();
desk.language = language;
document.body.replaceChildren(desk);
