/** Defines what the browser keeps of forms that were left: how often today, and when somebody was invited. */

/** Nothing of what was typed, and nothing about who it is. Days are `YYYY-MM-DD`, empty for never. */
export interface Kept {
  /** The day that `left` counts. */
  readonly day: string;
  /** How often each form was begun and left. */
  readonly left: Readonly<Record<string, number>>;
  readonly invited: string;
  readonly refused: string;
}

const NOTHING: Kept = { day: "", left: {}, invited: "", refused: "" };
const LEFT_TWICE = 2;
const PEACE_DAYS = 30; // who said no is left in peace for so long
const MOST_FORMS = 20;
const FORM = /^[a-z0-9-]{1,40}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What is in a text of the store; what cannot be meant counts as nothing. */
export function readKept(text: string | null): Kept {
  try {
    const { day, left, invited, refused } = JSON.parse(text ?? "") as Record<string, unknown>;
    const counts = Object.entries(left as Record<string, unknown>).filter(
      (each): each is [string, number] => FORM.test(each[0]) && Number.isInteger(each[1]),
    );
    return {
      day: dayOf(day),
      left: Object.fromEntries(counts.slice(0, MOST_FORMS)),
      invited: dayOf(invited),
      refused: dayOf(refused),
    };
  } catch {
    return NOTHING;
  }
}

/** Whether a form's name is one: nothing of a page becomes part of what is kept. */
export function isForm(name: string): boolean {
  return FORM.test(name);
}

/** A form was begun and left. */
export function leftOne(kept: Kept, form: string, today: string): Kept {
  const left = kept.day === today ? kept.left : {};
  if (!(form in left) && Object.keys(left).length >= MOST_FORMS) return kept;
  return { ...kept, day: today, left: { ...left, [form]: (left[form] ?? 0) + 1 } };
}

/** A form was sent: what was left of it before does not count any more. */
export function sentOne(kept: Kept, form: string): Kept {
  const { [form]: _, ...left } = kept.left;
  return { ...kept, left };
}

/** Whether to invite: the same form was left twice today, nobody was invited today, and nobody said no. */
export function wantsInvitation(kept: Kept, today: string): boolean {
  const twice = kept.day === today && Object.values(kept.left).some((count) => count >= LEFT_TWICE);
  return twice && kept.invited !== today && daysBetween(kept.refused, today) > PEACE_DAYS;
}

/** Somebody was invited; it begins anew. */
export function invitedOne(kept: Kept, today: string): Kept {
  return { ...kept, left: {}, invited: today };
}

/** Somebody said no. */
export function refusedOne(kept: Kept, today: string): Kept {
  return { ...kept, left: {}, refused: today };
}

function dayOf(value: unknown): string {
  return typeof value === "string" && DAY.test(value) ? value : "";
}

function daysBetween(day: string, today: string): number {
  return day ? (Date.parse(today) - Date.parse(day)) / 86_400_000 : Number.POSITIVE_INFINITY;
}
