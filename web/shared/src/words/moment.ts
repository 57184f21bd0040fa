/** Says when something was written: time alone for today, the day with it before that. */

import { speaker } from "./common.ts";
import { langTag, type Language } from "./language.ts";

const DAY_MS = 86_400_000;

/** The moment in the reader's words and time zone. */
export function moment(at: number, now: number, language: Language): string {
  const tag = langTag(language);
  const time = new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    at,
  );
  if (sameDay(at, now)) return time;
  if (sameDay(at, now - DAY_MS)) return speaker(language)("yesterday", { time });
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: "numeric" as const };
  const day = new Intl.DateTimeFormat(tag, {
    ...year,
    month: language === "zh" ? "long" : "short",
    day: "numeric",
  });
  return `${day.format(at)} ${time}`;
}

/** Day and time in full, for what is kept. */
export function fullMoment(at: number, language: Language): string {
  return new Intl.DateTimeFormat(langTag(language), { dateStyle: "long", timeStyle: "short" }).format(at);
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}
