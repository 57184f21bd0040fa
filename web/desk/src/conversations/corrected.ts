/** Tells whether an agent corrected an answer of the knowledge base before they sent it. */

const LEAST_SHARED = 0.5;

/** Whether `sent` says something else in the place of `suggested`: words around it are no correction, and
 * words that have hardly anything of it are no longer the same answer. */
export function corrects(suggested: string, sent: string): boolean {
  const before = plain(suggested);
  const after = plain(sent);
  if (!before || after.includes(before)) return false;
  return shared(before, after) >= LEAST_SHARED;
}

/** The share of the pairs of characters of one text that another has. */
function shared(before: string, after: string): number {
  const pairs = pairsOf(before);
  const there = new Set(pairsOf(after));
  return pairs.length ? pairs.filter((pair) => there.has(pair)).length / pairs.length : 0;
}

function pairsOf(text: string): string[] {
  const signs = [...text];
  return signs.slice(1).map((sign, place) => `${signs[place]}${sign}`);
}

/** Spaces, line breaks and punctuation say nothing. */
function plain(text: string): string {
  return text.normalize("NFKC").replace(/[\s\p{P}]/gu, "");
}
