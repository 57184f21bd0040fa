/** Builds the launcher button with its badge, and the panel that will hold the iframe. */

import { readableBrand } from "@yuanqiao/shared/design/brand.ts";
import { chooseLanguage } from "@yuanqiao/shared/words/language.ts";
import { speaker, type Say } from "./words.ts";
import type { Options } from "./options.ts";
import { styleText } from "./styles.ts";

const MOST_SHOWN = 99;
const SVG = "http://www.w3.org/2000/svg";
const BUBBLE =
  "M5 5.5h14a1.5 1.5 0 0 1 1.5 1.5v8.5A1.5 1.5 0 0 1 19 17h-7l-4.5 3.5V17H5a1.5 1.5 0 0 1-1.5-1.5V7A1.5 1.5 0 0 1 5 5.5M8 9.7h8M8 12.9h5";
const DOWN = "M6 9.5l6 6 6-6";

/** The button and the panel on the page. */
export class Launcher {
  readonly host = document.createElement("div");
  readonly button = document.createElement("button");
  readonly panel = document.createElement("div");
  readonly say: Say;
  readonly #badge = document.createElement("span");
  readonly #icon = document.createElementNS(SVG, "path");
  #unread = 0;

  constructor(options: Options) {
    this.say = speaker(chooseLanguage(options.lang, navigator.languages));
    this.host.dataset["testid"] = "yuanqiao";
    const root = this.host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // a page's CSP that forbids inline styles allows this
    sheet.replaceSync(styleText(readableBrand(options.brand || options.bank.colour), options.side));
    root.adoptedStyleSheets = [sheet];
    this.#build(root);
    this.show({ open: false, unread: 0 });
  }

  /** Draws whether the panel is open and how much is unread. */
  show(state: { open?: boolean; unread?: number }): void {
    const open = state.open ?? !this.panel.hidden;
    this.#unread = state.unread ?? this.#unread;
    this.panel.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    this.#icon.setAttribute("d", open ? DOWN : BUBBLE);
    this.#badge.hidden = open || this.#unread === 0;
    this.#badge.textContent = this.#unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(this.#unread);
    const word = open ? "minimise" : this.#unread > 0 ? "openUnread" : "open";
    this.button.setAttribute("aria-label", this.say(word, { count: this.#unread }));
  }

  #build(root: ShadowRoot): void {
    this.button.type = "button";
    this.button.className = "launcher";
    this.button.dataset["testid"] = "launcher";
    this.#badge.className = "badge";
    this.#badge.dataset["testid"] = "badge";
    this.#badge.ariaHidden = "true";
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    for (const [name, value] of Object.entries(STROKE)) this.#icon.setAttribute(name, value);
    svg.append(this.#icon);
    this.button.append(svg, this.#badge);
    this.panel.className = "panel";
    this.panel.dataset["testid"] = "panel";
    root.append(this.panel, this.button);
  }
}

const STROKE = {
  fill: "none",
  stroke: "currentColor",
  "stroke-width": "1.8",
  "stroke-linecap": "round",
  "stroke-linejoin": "round",
};
