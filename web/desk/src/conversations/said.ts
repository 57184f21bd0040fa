/** Puts the segments of a message on the desk: words as words, addresses as links, everything else named. */

import { html, type TemplateResult } from "lit";
import { linked, safeUrl } from "@yuanqiao/shared/components/text.ts";
import { fileSize } from "@yuanqiao/shared/words/size.ts";
import type { Say, Word } from "../words/index.ts";
import type { Segment } from "./protocol.ts";

const NAMED: Readonly<Record<string, Word>> = {
  image: "segmentImage",
  file: "segmentFile",
  voice: "segmentVoice",
  video: "segmentVideo",
  location: "segmentLocation",
  card: "segmentCard",
};

/** One segment as the agent reads it. */
export function drawSegment(segment: Segment, say: Say): TemplateResult {
  if (segment.type === "choices")
    return html`<p>${segment.prompt}</p>
      <ol>
        ${segment.options?.map(({ label }) => html`<li>${label}</li>`)}
      </ol>`;
  if (segment.type === "choice") return html`<p class="picked">${segment.label}</p>`;
  if (segment.type === "link") return html`<p>${segment.title} ${linked(segment.url ?? "")}</p>`;
  const named = NAMED[segment.type];
  if (named) return drawNamed(segment, say(named), say);
  return html`<p>${linked(segment.text ?? "")}</p>`;
}

function drawNamed(segment: Segment, name: string, say: Say): TemplateResult {
  const words = segment.title ?? segment.alt ?? segment.text ?? "";
  const url = segment.url ? safeUrl(segment.url) : null;
  const told = [name, words, segment.bytes ? fileSize(segment.bytes) : ""].filter((each) => each).join(" ");
  const open = url
    ? html` <a href=${url} target="_blank" rel="noopener noreferrer">${say("openFile")}</a>`
    : "";
  return html`<p class="named">${told}${open}</p>`;
}

/** What stands in a list for a message. */
export function inShort(segments: readonly Segment[]): string {
  return segments
    .map((segment) => segment.text ?? segment.label ?? segment.prompt ?? segment.title ?? "")
    .join(" ")
    .trim();
}
