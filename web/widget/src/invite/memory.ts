/** Defines what the browser keeps of forms that were left: how often today, and when somebody was invited. */

/** Nothing of what was typed. Days are `YYYY-MM-DD`, empty for never. */
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
const MOST_CUSTOMERS = 20;
const FORM = /^[a-z0-9-]{1,40}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CUSTOMER = /^[\w-]{1,64}$/;

/** The name that a page gives its customer; empty, the browser's own, for what is none. */
export function customerOf(name: string | undefined): string {
  return name && CUSTOMER.test(name) ? name : "";
}

/** What is kept of a customer in a text of the store; what cannot be meant counts as nothing. */
export function keptOf(text: string | null, customer: string): Kept {
  return readKept(peopleIn(text).get(customer));
}

/** The store's text with a customer's new entry; of the others those stay who came last. */
export function withKept(text: string | null, customer: string, kept: Kept): string {
  const people = peopleIn(text);
  people.delete(customer);
  return JSON.stringify([...people, [customer, kept]].slice(-MOST_CUSTOMERS));
}

function peopleIn(text: string | null): Map<string, unknown> {
  try {
    const found: unknown = JSON.parse(text ?? "");
    const pairs = (Array.isArray(found) ? found : []).filter(
      (each): each is [string, unknown] => Array.isArray(each) && typeof each[0] === "string",
    );
    return new Map(pairs);
  } catch {
    return new Map();
  }
}

function readKept(entry: unknown): Kept {
  try {
    const { day, left, invited, refused } = entry as Record<string, unknown>;
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
