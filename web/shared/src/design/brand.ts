/** Makes a brand colour readable: text on it is computed, and it is darkened until 4.5:1 holds (WCAG 2.2). */

/** The colour of the invented bank. */
export const DEFAULT_BRAND = "#0b6b74";

const ENOUGH = 4.5;
const STEP = 0.94;

type Rgb = readonly [number, number, number];

/** The brand colour to use with white text on it: as given, or darkened; the default when it is no #rrggbb. */
export function readableBrand(given: string): string {
  const parsed = parse(given);
  if (!parsed) return DEFAULT_BRAND;
  let colour = parsed;
  while (contrastWithWhite(colour) < ENOUGH) colour = darken(colour);
  return hex(colour);
}

/** The contrast of a #rrggbb colour with white, 1 to 21; 0 when it is no colour. */
export function contrast(colour: string): number {
  const parsed = parse(colour);
  return parsed ? contrastWithWhite(parsed) : 0;
}

function parse(colour: string): Rgb | null {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour.trim());
  return match && [parseInt(match[1] ?? "", 16), parseInt(match[2] ?? "", 16), parseInt(match[3] ?? "", 16)];
}

function hex(colour: Rgb): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function darken([red, green, blue]: Rgb): Rgb {
  return [Math.floor(red * STEP), Math.floor(green * STEP), Math.floor(blue * STEP)];
}

function contrastWithWhite(colour: Rgb): number {
  const [red, green, blue] = colour.map(linear) as unknown as Rgb;
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

function linear(part: number): number {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
