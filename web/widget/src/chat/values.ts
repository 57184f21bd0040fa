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

const MOST = 1_000_000_000; // the hub takes no larger number of a conversation or a message

/** Whether the value can number a conversation or a message. */
export function isOrdinal(value: unknown): value is number {
  return isCount(value) && value <= MOST;
}

const LATEST = Date.UTC(2100, 0);

/** The value as a time, ms since 1970; 0 for what is none, or lies where no clock of this century stands. */
export function time(value: unknown): number {
  const ms = number(value, 0);
  return ms < LATEST ? Math.floor(ms) : 0;
}

/** The value as a text; anything else is an empty one. */
export function string(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The value as a number from 0; anything else is `otherwise`. */
export function number(value: unknown, otherwise: number): number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : otherwise;
}
