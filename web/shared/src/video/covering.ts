/** Which places of a shared page are private: what the page told (`naming.ts`), and which of them cover a frame. */

/** Left, top, width and height, in ten-thousandths of what is seen of the page. */
export type Place = readonly [number, number, number, number];

/** What a page said of itself, and when, by the computer's clock that all its pages share. */
export interface Word {
  readonly at: number;
  readonly places: readonly Place[] | null;
}

const FORM = /^yq2:(\d{1,16});(.*)$/s;

/** What the page told; null where it tells nothing that is understood. */
export function readHandle(handle: string | undefined): Word | null {
  const found = FORM.exec(handle ?? "");
  if (!found) return null;
  const [, at = "", written = ""] = found;
  const places = written ? written.split(";").map((place) => place.split(",").map(Number)) : [];
  const whole = places.every((place) => place.length === 4 && place.every(Number.isFinite));
  return whole ? { at: Number(at), places: places as unknown as Place[] } : null;
}

/** So long a picture may be on its way from the page to us. */
export const BEFORE_MS = 2000;
/** So long the page's next word is waited for; then the picture is hidden whole. */
export const PATIENCE_MS = 3000;

const NOTED = 400;

/** What the page told of late. */
export class Covers {
  #noted: Word[] = [];

  /** The page tells its places, or (null) tells nothing any more. */
  note(word: Word): void {
    this.#noted.push(word);
    if (this.#noted.length > NOTED) this.#noted.shift();
  }

  /** Whether the page told its places last. */
  get known(): boolean {
    return (this.#noted.at(-1)?.places ?? null) !== null;
  }

  /**
   * All that was private from shortly before a frame came until the page's first word behind it; null where the
   * page told nothing then, undefined as long as that word has not come.
   */
  around(taken: number): readonly Place[] | null | undefined {
    if (!this.#noted.length) return null;
    const next = this.#noted.findIndex(({ at }) => at >= taken);
    // A page that tells nothing has no next word.
    if (next < 0) return this.known ? undefined : null;
    const from = taken - BEFORE_MS;
    const until = (index: number): number => this.#noted[index + 1]?.at ?? Infinity;
    const places: Place[] = [];
    for (const each of this.#noted.filter((_, index) => index <= next && until(index) >= from)) {
      if (each.places === null) return null;
      places.push(...each.places);
    }
    return places;
  }
}
