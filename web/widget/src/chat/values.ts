/** Looks at values of which nothing is known yet: what came from the hub, or out of the store. */

/** An object whose fields were not looked at. */
export type Fields = Readonly<Record<string, unknown>>;

/** The JSON value in a text, or undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The value as an object with fields, or null. */
export function fields(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** The value as a list; anything else is an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether the value is a whole number from 1. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

/** The value as a text; anything else is an empty one. */
export function string(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The value as a number from 0; anything else is `otherwise`. */
export function number(value: unknown, otherwise: number): number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : otherwise;
}
