/** Reads what the bank's page says on the script tag. */

/** Where the hub is, and how the launcher looks. */
export interface Options {
  /** The hub's origin: where the script came from. */
  readonly hub: string;
  /** BCP 47 tag: `data-lang`, or the page's own `lang`. */
  readonly lang: string;
  /** `data-brand`, #rrggbb; empty for the default. */
  readonly brand: string;
  /** `data-side`: which lower corner. */
  readonly side: "left" | "right";
}

/** The options of a script tag; the script's address must be absolute and http(s). */
export function readOptions(script: HTMLScriptElement, pageLang: string): Options {
  const { lang, brand, side } = script.dataset;
  return {
    hub: new URL(script.src).origin,
    lang: lang ?? pageLang,
    brand: brand ?? "",
    side: side === "left" ? "left" : "right",
  };
}
