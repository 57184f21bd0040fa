/** Asks for questions that go on from what the customer is typing. */

import type { Cancel, Clock } from "./ports.ts";
import type { ClientFrame, Suggested } from "./protocol.ts";

const PAUSE_MS = 150; // who types on is not asked about
const LONGEST = 50; // characters; what is longer is no beginning any more
const ANSWER_MS = 1_500; // later, the answer is about something else

/** The questions for the text as it stands; none for one that was left behind. */
export class Suggestions {
  questions: readonly string[] = [];
  #id = 0;
  #timer: Cancel = () => {};

  constructor(
    private readonly clock: Clock,
    private readonly send: (frame: ClientFrame) => boolean,
    private readonly changed: () => void,
  ) {}

  /** The text is this now; an empty one wants nothing. */
  typed(text: string): void {
    const begun = text.trim();
    this.#timer();
    if (begun === "" || [...begun].length > LONGEST) return this.clear();
    this.#timer = this.clock.after(PAUSE_MS, () => this.#ask(begun));
  }

  /** The hub answered; an answer to an earlier question is dropped. */
  answered(frame: Suggested): void {
    if (frame.id !== this.#id) return;
    this.#timer();
    this.#show(frame.questions);
  }

  /** Nothing is wanted any more. */
  clear(): void {
    this.#timer();
    this.#id += 1;
    this.#show([]);
  }

  #ask(text: string): void {
    this.#id += 1;
    if (!this.send({ type: "suggest", id: this.#id, text })) return this.#show([]);
    this.#timer = this.clock.after(ANSWER_MS, () => this.clear());
  }

  #show(questions: readonly string[]): void {
    if (questions.length === 0 && this.questions.length === 0) return;
    this.questions = questions;
    this.changed();
  }
}
