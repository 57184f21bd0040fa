/** Reads what the bank's page says on the script tag. */

import type { KnownBank } from "../bridge.ts";

/** Where the hub is, and how the launcher looks. */
export interface Options {
  /** The hub's origin: where the script came from. */
  readonly hub: string;
  /** BCP 47 tag: `data-lang`, or the page's own `lang`. */
  readonly lang: string;
  /** `data-brand`, #rrggbb; empty for the bank's own. */
  readonly brand: string;
  readonly bank: KnownBank;
  /** `data-side`: which lower corner. */
  readonly side: "left" | "right";
}

/** The bank in what stands where the hub writes it; a hub that wrote nothing left a text there. */
export function readBank(written: unknown): KnownBank {
  const { name, colour } = (typeof written === "object" && written ? written : {}) as Record<string, unknown>;
  return {
    name: typeof name === "string" ? name : "",
    colour: typeof colour === "string" ? colour : "",
  };
}

/** The options of a script tag; the script's address must be absolute and http(s). */
export function readOptions(script: HTMLScriptElement, pageLang: string, bank: KnownBank): Options {
  const { lang, brand, side } = script.dataset;
  return {
    hub: new URL(script.src).origin,
    lang: lang ?? pageLang,
    brand: brand ?? "",
    bank,
    side: side === "left" ? "left" : "right",
  };
}
