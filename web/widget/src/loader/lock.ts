/** Keeps the page from scrolling behind a chat that fills the screen. */

import { WHOLE_SCREEN } from "./styles.ts";

/** A sheet of its own: the page's styles are not touched, so nothing of them has to be given back. */
export class PageLock {
  readonly #sheet = new CSSStyleSheet();

  constructor() {
    this.#sheet.replaceSync(`@media ${WHOLE_SCREEN} { html, body { overflow: hidden !important; } }`);
  }

  /** Locks the page, or lets it go. */
  set(locked: boolean): void {
    const others = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
    document.adoptedStyleSheets = locked ? [...others, this.#sheet] : others;
  }
}
