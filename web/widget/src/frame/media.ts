/** Draws stored files, places and cards. */

import { icons } from "@yuanqiao/shared/components/icons.ts";
import { linked, safeUrl } from "@yuanqiao/shared/components/text.ts";
import { fileSize } from "@yuanqiao/shared/words/size.ts";
import { html, nothing, type TemplateResult } from "lit";
import type { CardAction, CardSegment, Media, MediaSegment, Segment } from "../chat/protocol.ts";
import type { Say } from "../words/index.ts";
import type { Picture } from "./blocks.ts";
import { boxOf } from "./box.ts";
import { drawLinkRow } from "./link-row.ts";
import { degrees } from "./names.ts";

/** What drawing needs beside the segment. */
export interface MediaDrawing {
  readonly say: Say;
  readonly enlarge: ((picture: Picture) => void) | null;
  /** An address does not hold any more. */
  readonly stale: () => void;
  /** The customer says what a button says for them. */
  readonly ask: (text: string) => void;
}

/** A stored file. */
export function drawMedia(segment: MediaSegment, drawing: MediaDrawing): TemplateResult {
  const url = safeUrl(segment.url) ?? "";
  const { say, stale } = drawing;
  switch (segment.type) {
    case "image":
      return drawImage(segment.media, url, segment.alt, drawing);
    case "file":
      return drawFile(segment.media, url, say);
    case "voice":
      return html`<div class="voice">
        <audio controls preload="none" src=${url} aria-label=${say("voice", { seconds: Math.round(segment.seconds) })} data-testid="voice" @error=${stale}></audio>
        ${segment.text ? html`<div class="text" dir="auto">${segment.text}</div>` : nothing}
      </div>`;
    case "video": {
      const { width, height } = boxOf(segment.media.width, segment.media.height);
      return html`<video controls playsinline preload="metadata" src=${url} width=${width} height=${height} aria-label=${say("video", { seconds: Math.round(segment.seconds) })} data-testid="video" @error=${stale}></video>`;
    }
  }
}

/** A place, in words. */
export function drawLocation(segment: Extract<Segment, { type: "location" }>, say: Say): TemplateResult {
  const { title, address } = segment;
  return html`<div class="file" data-testid="location">
    ${icons.place}<span class="hidden">${say("place")}</span>
    <span class="row-words">
      <span class="row-title" dir="auto">${title || address || degrees(segment)}</span>
      ${title && address ? html`<span class="row-more">${address}</span>` : nothing}
    </span>
  </div>`;
}

/** A card: a picture, words, and what can be done. */
export function drawCard(card: CardSegment, drawing: MediaDrawing): TemplateResult {
  const url = safeUrl(card.picture_url);
  return html`<div class="card" data-testid="card">
    ${card.picture && url ? drawImage(card.picture, url, card.title, drawing) : nothing}
    ${card.title ? html`<div class="title" dir="auto">${card.title}</div>` : nothing}
    ${card.text ? html`<div class="text" dir="auto">${linked(card.text)}</div>` : nothing}
    ${card.actions.map((action) => drawAction(action, drawing))}
  </div>`;
}

/** Nothing jumps when the picture comes, or when it does not: then its words stand in its place. */
function drawImage(media: Media, url: string, alt: string, drawing: MediaDrawing): TemplateResult {
  const { say, enlarge, stale } = drawing;
  const words = alt || media.name || say("image");
  const { width, height } = boxOf(media.width, media.height);
  const picture: Picture = {
    type: "image",
    url,
    alt: words,
    width: media.width || width,
    height: media.height || height,
  };
  const missing = (event: Event): void => {
    (event.target as Element).classList.add("missing");
    stale();
  };
  return html`<button
    type="button"
    class="picture"
    data-testid="image"
    aria-label=${say("imageOpens", { alt: words })}
    @click=${() => enlarge?.(picture)}
  >
    <img
      class="thumb"
      src=${url}
      alt=${words}
      width=${width}
      height=${height}
      decoding="async"
      @error=${missing}
      @load=${(event: Event) => (event.target as Element).classList.remove("missing")}
    /><span class="instead">${icons.picture}${say("missing")}</span>
  </button>`;
}

function drawFile({ name, bytes, mime }: Media, url: string, say: Say): TemplateResult {
  const words = html`${mime.startsWith("image/") ? icons.picture : icons.document}
    <span class="row-words">
      <span class="row-title" dir="auto">${name || say("file")}</span><span class="row-more">${fileSize(bytes)}</span>
    </span>`;
  if (!url) return html`<div class="file" data-testid="file">${words}</div>`;
  return html`<a
    class="file"
    data-testid="file"
    href=${url}
    download=${name}
    target="_blank"
    rel="noopener noreferrer"
    ><span class="hidden">${say("download")}</span>${words}${icons.down}</a
  >`;
}

function drawAction(action: CardAction, { say, ask }: MediaDrawing): TemplateResult {
  switch (action.type) {
    case "open_page":
      return drawLinkRow(action.label, action.url, "", say);
    case "open_mini_program":
      return html`<div class="row action" data-testid="mini-program">
        <span class="row-words">
          <span class="row-title" dir="auto">${action.label}</span>
          <span class="row-more">${say("miniProgram", { path: action.path })}</span>
        </span>
      </div>`;
    case "call":
      return drawCall(action.label, action.number, say);
    case "say":
      return html`<button type="button" class="row option" data-testid="say" @click=${() => ask(action.text)}>
        <span class="row-title" dir="auto">${action.label}</span>
      </button>`;
  }
}

/** Digits and what telephones understand beside them; a number of anything else is words. */
function drawCall(label: string, number: string, say: Say): TemplateResult {
  const digits = number.replace(/[\s()-]/g, "");
  const words = html`<span class="row-words">
    <span class="row-title" dir="auto">${label}</span><span class="row-more">${number}</span>
  </span>`;
  if (!/^\+?[0-9*#]{2,20}$/.test(digits))
    return html`<div class="row action" data-testid="call">${words}</div>`;
  return html`<a
    class="row link"
    data-testid="call"
    href=${`tel:${digits}`}
    aria-label=${say("callNumber", { label, number })}
    >${words}${icons.phone}</a
  >`;
}
