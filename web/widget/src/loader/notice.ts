/** What is said over the iframe while there is no chat in it, and the way back to the page. */

/** A line at the lower edge, or a sheet over the browser's own error page. */
export class Notice {
  readonly element = document.createElement("p");
  readonly #words = document.createElement("span");

  constructor(minimise: string, back: () => void) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = minimise;
    button.addEventListener("click", back);
    this.element.dataset["testid"] = "frame-fault";
    this.element.role = "status";
    this.element.append(this.#words, button);
    this.hide();
  }

  /** Says it; `whole` covers what lies below. */
  tell(words: string, whole: boolean): void {
    this.element.hidden = false;
    this.element.className = whole ? "fault" : "fault slow";
    this.#words.textContent = words;
  }

  /** Nothing is said any more. */
  hide(): void {
    this.element.hidden = true;
  }
}
