/** The list of suggestions over the composer: the ARIA combobox pattern with a list that only suggests. */

import { html, type TemplateResult } from "lit";
import type { Say } from "../words/index.ts";

const NONE = -1;

/** What became of a key: the active one moved, one was picked, or the list was put away. */
export type Taken = "moved" | "picked" | "closed";

/** Questions, and the one that the arrows chose. The focus stays in the field. */
export class SuggestionList {
  #questions: readonly string[] = [];
  #active = NONE;

  constructor(
    private readonly pick: (question: string) => void,
    private readonly changed: () => void,
  ) {}

  /** Whether there is a list on the screen. */
  get isOpen(): boolean {
    return this.#questions.length > 0;
  }

  /** The id of the active option; null for none. */
  get activeId(): string | null {
    return this.#active === NONE ? null : `suggestion-${this.#active}`;
  }

  /** These are the questions now. */
  offer(questions: readonly string[]): void {
    if (questions === this.#questions) return;
    this.#questions = questions;
    this.#active = NONE;
  }

  /** Takes a key that is meant for the list; null when it is not. */
  takes(key: string, shift: boolean): Taken | null {
    if (!this.isOpen) return null;
    if (key === "ArrowDown") return this.#move(1);
    if (key === "ArrowUp") return this.#move(-1);
    if (key === "Escape") return "closed";
    const question = this.#questions[this.#active];
    if (question === undefined || shift || (key !== "Enter" && key !== "Tab")) return null;
    this.pick(question);
    return "picked";
  }

  /** The list, and what a screen reader hears when it comes. */
  draw(say: Say): TemplateResult {
    const count = this.#questions.length;
    return html`<ul
        id="suggestions"
        class="suggestions"
        role="listbox"
        data-testid="suggestions"
        aria-label=${say("suggestions")}
        ?hidden=${count === 0}
      >
        ${this.#questions.map((question, at) => this.#option(question, at))}
      </ul>
      <div class="hidden" role="status">${count > 0 ? say("suggestionsFound", { count }) : ""}</div>`;
  }

  /** Pressing must not take the focus out of the field: leaving it puts the list away. */
  #option(question: string, at: number): TemplateResult {
    return html`<li
      id="suggestion-${at}"
      class="suggestion"
      role="option"
      dir="auto"
      data-testid="suggestion"
      aria-selected=${at === this.#active ? "true" : "false"}
      @pointerdown=${(event: Event) => event.preventDefault()}
      @mousedown=${(event: Event) => event.preventDefault()}
      @click=${() => this.pick(question)}
    >
      ${question}
    </li>`;
  }

  /** Past either end lies the field itself. */
  #move(by: 1 | -1): Taken {
    const places = this.#questions.length + 1;
    this.#active = ((this.#active + 1 + by + places) % places) - 1;
    this.changed();
    return "moved";
  }
}
