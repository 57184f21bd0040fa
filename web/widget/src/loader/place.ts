/** Keeps the launcher on a page that is alive: pages replace their body, take out what they do not know, hide it. */

const CALM_MS = 30_000; // undisturbed for so long: the next loss is mended at once again
const PAUSE_MS = 250;
const LONGEST_MS = 60_000;
const HIDING = ["hidden", "inert", "aria-hidden"];

/** What the launcher does when it has been away. */
export interface Placed {
  /** It is gone from the page for now: nothing of it may be left behind. */
  lost(): void;
  /** It is back; what was in it begins anew. */
  back(): void;
}

/**
 * The element stands beside the body, not in it, so that whatever happens to the body leaves it alone. Where
 * it is taken out all the same it comes back; a page that insists waits longer for it each time, because two
 * scripts that mend each other's work at once would stop the page.
 */
export class Place {
  readonly #observer = new MutationObserver(() => this.#look());
  #losses = 0;
  #lostAt = Number.NEGATIVE_INFINITY;
  #waiting = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly placed: Placed,
  ) {
    this.#put();
  }

  get #isPlaced(): boolean {
    return this.element.parentNode === document.documentElement;
  }

  #look(): void {
    const hidden = HIDING.some((name) => this.element.hasAttribute(name));
    if (this.#waiting || (this.#isPlaced && !hidden)) return;
    const now = performance.now();
    this.#losses = now - this.#lostAt > CALM_MS ? 0 : this.#losses + 1;
    this.#lostAt = now;
    if (!this.#isPlaced) this.placed.lost();
    if (this.#losses === 0) return this.#mend();
    this.#waiting = true;
    window.setTimeout(() => this.#mend(), Math.min(PAUSE_MS * 2 ** this.#losses, LONGEST_MS));
  }

  #mend(): void {
    this.#waiting = false;
    for (const name of HIDING) this.element.removeAttribute(name);
    if (this.#isPlaced) return;
    this.#put();
    this.placed.back();
  }

  #put(): void {
    document.documentElement.append(this.element);
    // The root itself may be another one by now.
    this.#observer.observe(document, { childList: true });
    this.#observer.observe(document.documentElement, { childList: true });
    this.#observer.observe(this.element, { attributeFilter: HIDING });
    this.#raise();
  }

  /** Above everything, and out of reach of what the page does to its root: where browsers have popovers. */
  #raise(): void {
    if (typeof this.element.showPopover !== "function") return;
    this.element.popover = "manual";
    this.element.showPopover();
  }
}
