/** Which places of a shared page are private: what the page told (`naming.ts`), and which of them cover a frame. */

/** Left, top, width and height, in ten-thousandths of what is seen of the page. */
export type Place = readonly [number, number, number, number];

const MARK = "yq1:";
/** What the page told; null where it tells nothing that is understood. */
export function readHandle(handle: string | undefined): readonly Place[] | null {
  if (!handle?.startsWith(MARK)) return null;
  const written = handle.slice(MARK.length);
  if (!written) return [];
  const places = written.split(";").map((place) => place.split(",").map(Number));
  const whole = places.every((place) => place.length === 4 && place.every(Number.isFinite));
  return whole ? (places as unknown as Place[]) : null;
}

/** Before a frame was taken, and after: the page's word and its picture come by different ways. */
export const BEFORE_MS = 2000;
export const AFTER_MS = 1000;

const NOTED = 400;

/** What the page told of late. */
export class Covers {
  #noted: { readonly at: number; readonly places: readonly Place[] | null }[] = [];

  /** The page tells its places, or (null) tells nothing any more. `at`: in milliseconds, rising. */
  note(places: readonly Place[] | null, at: number): void {
    this.#noted.push({ at, places });
    if (this.#noted.length > NOTED) this.#noted.shift();
  }

  /** Whether the page told its places last. */
  get known(): boolean {
    return (this.#noted.at(-1)?.places ?? null) !== null;
  }

  /** All that was private around the moment in which a frame was taken; null where that is not known. */
  around(taken: number): readonly Place[] | null {
    const from = taken - BEFORE_MS;
    const to = taken + AFTER_MS;
    const until = (index: number): number => this.#noted[index + 1]?.at ?? Infinity;
    const then = this.#noted.filter(({ at }, index) => at <= to && until(index) >= from);
    const places: Place[] = [];
    for (const each of then) {
      if (each.places === null) return null;
      places.push(...each.places);
    }
    return then.length ? places : null;
  }
}
