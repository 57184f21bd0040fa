/** Shows text as text: the only markup it ever becomes are links to http and https addresses. */

import { html, type TemplateResult } from "lit";

const ADDRESS = /https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+/g;
const TAIL = /[.,;:!?'")\]]+$/;

/** The address when it is a full http(s) one, else null. */
export function safeUrl(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === "http:" || protocol === "https:" ? href : null;
}

/** The text with its addresses as links that open in a new window. */
export function linked(text: string): readonly (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TAIL, "");
    const url = safeUrl(address);
    if (!url) continue;
    parts.push(text.slice(from, match.index), link(url, address));
    from = match.index + address.length;
  }
  return [...parts, text.slice(from)];
}

/** The text as it can be stored: without the space around it, half characters and NUL. */
export function sendable(text: string): string {
  return text.replace(/\p{Surrogate}|\0/gu, "").trim();
}

const COMPOSING_KEY = 229; // what browsers report for keys that an input method takes (UI Events, 7.3.1)

/** Whether a key belongs to an input method that is composing. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === COMPOSING_KEY;
}

/** How many characters a text has, as people and the hub count them. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** A link that opens in a new window. */
export function link(url: string, words: string): TemplateResult {
  return html`<a href=${url} target="_blank" rel="noopener noreferrer">${words}</a>`;
}
