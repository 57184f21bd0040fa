/** Decides when to ask the hub for what is missing, and when to stop asking. */

import { compare, type Place } from "./place.ts";
import type { Cancel, Clock } from "./ports.ts";
import type { ClientFrame } from "./protocol.ts";
import type { Timeline } from "./timeline.ts";

const PATIENCE_MS = 1_000; // an acknowledged message follows its ack; only then is it missing
const ANSWER_MS = 10_000;
const PAUSE_MS = 300;
const FUTILE = 3; // so many answers without progress: the hub does not have it any more

/** Watches the timeline for holes while the line is open. */
export class CatchUp {
  /** A catch-up is under way. */
  running = false;
  #asked: Place | null = null;
  #futile = 0;
  #timer: Cancel = () => {};

  constructor(
    private readonly timeline: Timeline,
    private readonly clock: Clock,
    private readonly send: (frame: ClientFrame) => boolean,
    private readonly broken: () => void,
  ) {}

  /** The hub has begun to send all behind the frontier. */
  begun(): void {
    this.running = true;
    this.#asked = this.timeline.frontier;
    this.goesOn();
  }

  /** Something of what was asked for has come: on a slow line the whole takes its time. */
  goesOn(): void {
    if (!this.running) return;
    this.#timer();
    this.#timer = this.clock.after(ANSWER_MS, () => this.broken());
  }

  /** The hub has sent all that it has. */
  ended(): void {
    this.#timer();
    this.running = false;
    this.timeline.settle();
    if (!this.timeline.incomplete) {
      this.#futile = 0;
      return;
    }
    const { frontier } = this.timeline;
    const moved = frontier !== null && this.#asked !== null && compare(frontier, this.#asked) > 0;
    this.#futile = moved ? 0 : this.#futile + 1;
    if (this.#futile >= FUTILE) {
      this.#futile = 0;
      this.timeline.giveUp();
    } else {
      this.#timer = this.clock.after(PAUSE_MS * 2 ** this.#futile, () => this.#ask());
    }
  }

  /** The line is gone; the next `hello` names the frontier. */
  cut(): void {
    this.#timer();
    this.running = false;
  }

  /** Asks for what is missing: a hole at once, an acknowledged message after a moment. */
  check(): void {
    if (this.running || !this.timeline.incomplete) return;
    this.#timer();
    if (this.timeline.gap) this.#ask();
    else this.#timer = this.clock.after(PATIENCE_MS, () => this.#ask());
  }

  #ask(): void {
    const { frontier } = this.timeline;
    if (this.running || !this.timeline.incomplete || !frontier) return;
    if (this.send({ type: "resume", after: frontier })) this.begun(); // {0, 0} asks for everything
  }
}
