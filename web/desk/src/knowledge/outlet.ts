/** What the routes of outlets speak (docs/outlets.md), and how hours are written in fields. */

/** From when to when on one day, as HH:MM. */
export interface Span {
  readonly opens: string;
  readonly closes: string;
}

/** Days with hours of their own; without spans it is closed. */
export interface Holiday {
  readonly name: string;
  readonly first: string;
  readonly last: string;
  readonly spans: readonly Span[];
}

/** An outlet as editors write it. */
export interface OutletContent {
  readonly name: string;
  readonly name_en: string;
  readonly names: readonly string[];
  readonly city: string;
  readonly district: string;
  readonly address: string;
  readonly telephone: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly weekly: readonly (readonly Span[])[];
  readonly holidays: readonly Holiday[];
  readonly services: readonly string[];
  readonly note: string;
}

/** `GET /staff/outlets`. */
export interface Outlet {
  readonly outlet_id: string;
  readonly live: number | null;
  readonly open_now: boolean;
  readonly newest: {
    readonly version: number;
    readonly state: "waiting" | "approved" | "rejected";
    readonly own: boolean;
    readonly content: OutletContent;
  };
}

const SPAN = /^(\d{1,2}:\d{2})\s*[-–—~至到]\s*(\d{1,2}:\d{2})$/;

/** Hours out of a field, as `09:00-12:00, 13:00-17:00`; null where they are none. Empty: closed. */
export function readHours(text: string): Span[] | null {
  const parts = text
    .normalize("NFKC")
    .split(/[,、;]/)
    .map((part) => part.trim())
    .filter(Boolean);
  const spans = parts.map((part) => SPAN.exec(part));
  if (spans.some((span) => !span)) return null;
  return spans.map((span) => ({ opens: minute(span?.[1]), closes: minute(span?.[2]) }));
}

/** Hours as a field shows them. */
export function writeHours(spans: readonly Span[]): string {
  return spans.map(({ opens, closes }) => `${opens}-${closes}`).join(", ");
}

/** Holidays out of lines, as `2027-02-06 | 2027-02-08 | 春节 | 09:00-12:00`; null where a line is none. */
export function readHolidays(text: string): Holiday[] | null {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const holidays = lines.map((line): Holiday | null => {
    const [first = "", last = "", name = "", hours = ""] = line.split(/[|｜]/).map((part) => part.trim());
    const spans = readHours(hours);
    const days = [first, last || first];
    if (!spans || days.some((day) => !/^\d{4}-\d{2}-\d{2}$/.test(day))) return null;
    return { name, first, last: last || first, spans };
  });
  return holidays.some((each) => !each) ? null : (holidays as Holiday[]);
}

/** Holidays as lines. */
export function writeHolidays(holidays: readonly Holiday[]): string {
  return holidays
    .map(({ first, last, name, spans }) => [first, last, name, writeHours(spans)].join(" | "))
    .join("\n");
}

/** Words out of a field, separated by commas of either width; each once. */
export function readWords(text: string): string[] {
  return [...new Set(text.split(/[,，、;；\n]/).map((word) => word.trim()))].filter(Boolean);
}

function minute(text = ""): string {
  return text.padStart(5, "0");
}
