/** Watches the line to the hub for the screen: a short break is mended before anybody has read about it. */

import type { Phase } from "../chat/connection.ts";

const AFTER_MS = 1_500;

/** Says whether the line has been gone for a while; `changed` is called when that begins. */
export class LineWatch {
  cutOff = false;
  #timer = 0;

  constructor(private readonly changed: () => void) {}

  /** The connection is in this phase now. */
  look(phase: Phase): void {
    if (phase === "online" || phase === "barred" || phase === "idle") {
      window.clearTimeout(this.#timer);
      this.#timer = 0;
      this.cutOff = false;
    } else {
      this.#timer ||= window.setTimeout(() => {
        this.cutOff = true;
        this.changed();
      }, AFTER_MS);
    }
  }
}
