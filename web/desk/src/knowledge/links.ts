/** Links below an answer: what is wrong with one, as the hub checks it. */

import type { Word } from "../words/index.ts";
import type { Content, LinkContent } from "./model.ts";

/** Most links of an article that the hub takes. */
export const MOST_LINKS = 10;

export const TITLE_LIMIT = 200;
export const DESCRIPTION_LIMIT = 500;

const ADDRESS = /^https?:\/\/\S{1,1900}$/;

/** What is to be mended in a link; null where it can be saved. */
export function linkFault({ title, url }: LinkContent): Word | null {
  if (!title.trim()) return "kbLinkNoTitle";
  return ADDRESS.test(url.trim()) ? null : "kbLinkAddress";
}

/** Whether a link cannot be saved as it stands. */
export function hasBrokenLink(content: Content): boolean {
  return content.links.some(linkFault);
}

/** The content with those links alone that can be said: for what is asked while somebody types. */
export function withWholeLinks(content: Content): Content {
  return hasBrokenLink(content)
    ? { ...content, links: content.links.filter((each) => !linkFault(each)) }
    : content;
}
