/** What may stand in a text that goes to the hub, and what of it somebody can see. */

/** The text without halves of characters and NUL: neither can be stored. */
export function wellFormed(text: string): string {
  return text.replace(/[\p{Surrogate}\0]/gu, "");
}

/**
 * Whether there is something to see in the text. Space, control characters, what Unicode calls ignorable
 * (joiners, marks of direction, fillers), marks of annotation and the empty Braille pattern are not.
 */
export function isVisible(text: string): boolean {
  return /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/u.test(text);
}
