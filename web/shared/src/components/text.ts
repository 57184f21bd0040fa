/** Shows text as text: the only markup it ever becomes are links to http and https addresses. */

import { html, type TemplateResult } from "lit";
import { isVisible, wellFormed } from "./well-formed.ts";

const CJK = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}`;
/**
 * An address ends at space and at punctuation that is not ASCII. Chinese is written without space: straight
 * behind a Latin letter or digit the sentence goes on, unless another sign of the address follows; behind a
 * slash or another sign the address does.
 */
const HAN = String.raw`(?<![A-Za-z0-9])[${CJK}]|[${CJK}]{1,40}(?=[/=&#?_\-]|\.[A-Za-z0-9])`;
const ADDRESS = new RegExp(
  String.raw`https?:\/\/(?:[\w\-.~:/?#[\]@!$&'()*+,;=%]|${HAN}|(?![\x00-\x7f${CJK}])[\p{L}\p{M}\p{N}])+`,
  "gu",
);
const TAIL = /[.,;:!?'"]$/;
const CLOSING: Readonly<Record<string, string>> = { ")": "(", "]": "[" };

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
    const address = withoutTail(match[0]);
    const url = safeUrl(address);
    if (!url) continue;
    parts.push(text.slice(from, match.index), link(url, address));
    from = match.index + address.length;
  }
  return [...parts, text.slice(from)];
}

/** Punctuation at the end belongs to the sentence; a closing bracket only where the address did not open it. */
function withoutTail(address: string): string {
  for (let end = address.length; ; end--) {
    const kept = address.slice(0, end);
    const last = kept.at(-1) ?? "";
    const opening = CLOSING[last];
    const isOpen = opening !== undefined && count(kept, last) > count(kept, opening);
    if (!isOpen && !TAIL.test(kept)) return kept;
  }
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}

/** The text as it can be sent: without the space around it, half characters and NUL; empty where nothing is to see. */
export function sendable(text: string): string {
  const whole = wellFormed(text).trim();
  return isVisible(whole) ? whole : "";
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
