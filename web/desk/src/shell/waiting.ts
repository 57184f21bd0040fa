/** How much waits for the decision of who sits there (docs/staff.md), looked for while the page is seen. */

import type { Api } from "../staff/api.ts";

/** How many things wait, by section or by page of the desk; what has none is not there. */
export type Counts = Readonly<Record<string, number>>;

/** An answer of `GET /staff/waiting`. */
interface Found {
  readonly waiting: Counts;
  readonly pages: Counts;
}

const NOTHING: Found = { waiting: {}, pages: {} };
export const LOOK_MS = 30_000;
/** Changes that come close together are looked for once. */
export const SOON_MS = 300;
const MOST_SHOWN = 99;

/** Looks again every half minute, when the page is seen again, and after each change that is made here. */
export class WaitingWork {
  found = NOTHING;
  #timer = 0;
  #soon = 0;
  #asked = 0;

  /** `told` is called whenever other numbers are known. */
  constructor(
    readonly api: Api,
    readonly told: () => void,
  ) {}

  /** Looks from now on, or no more: nobody's numbers are kept for the next one who signs in. */
  follow(inside: boolean): void {
    if (inside === this.#timer > 0) return;
    if (inside) this.#begin();
    else this.#end();
  }

  #begin(): void {
    this.#timer = window.setInterval(this.#look, LOOK_MS);
    document.addEventListener("visibilitychange", this.#look);
    this.api.changed = this.#lookSoon;
    this.#look();
  }

  #end(): void {
    window.clearInterval(this.#timer);
    window.clearTimeout(this.#soon);
    document.removeEventListener("visibilitychange", this.#look);
    this.api.changed = () => {};
    this.#timer = 0;
    this.#asked += 1;
    this.#keep(NOTHING);
  }

  readonly #lookSoon = (): void => {
    window.clearTimeout(this.#soon);
    this.#soon = window.setTimeout(this.#look, SOON_MS);
  };

  readonly #look = (): void => {
    if (!document.hidden) void this.#ask();
  };

  async #ask(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const found = await this.api.look<Found>("/staff/waiting");
      if (asked === this.#asked) this.#keep(found); // what was asked for before may arrive later
    } catch {
      // The page itself says what is wrong.
    }
  }

  #keep(found: Found): void {
    if (JSON.stringify(found) === JSON.stringify(this.found)) return;
    this.found = found;
    this.told();
  }
}

/** A count as a badge has room for it. */
export function shortCount(count: number): string {
  return count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(count);
}
