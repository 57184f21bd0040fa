/** Draws the segments of a message. */

import { html, nothing, type TemplateResult } from "lit";
import type { Option, Source, TextSegment } from "../chat/protocol.ts";
import type { View } from "../chat/view.ts";
import type { Say } from "../words/index.ts";
import { type BlockDrawing, drawBlocks } from "./blocks.ts";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import { drawUpload, type UploadDrawing } from "./attach/parts.ts";
import { drawLinkRow } from "./link-row.ts";
import { drawCard, drawLocation, drawMedia, type MediaDrawing } from "./media.ts";
import type { ShownSegment } from "./rows.ts";
import { sourceName } from "./names.ts";
import { linked } from "@yuanqiao/shared/components/text.ts";

/** What drawing needs to know beside the segment. */
export interface Drawing extends BlockDrawing, MediaDrawing, UploadDrawing {
  readonly mine: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly uploads: View["uploads"];
  readonly choose: (option: Option) => void;
}

/** One segment as a template. */
export function drawSegment(segment: ShownSegment, drawing: Drawing): TemplateResult {
  switch (segment.type) {
    case "text":
      return html`${drawText(segment, drawing)}
      ${segment.source ? drawSource(segment.source, drawing.say) : nothing}`;
    case "choice":
      return html`<div class="text" dir="auto">${segment.label}</div>`;
    case "choices":
      return drawChoices(segment.prompt, segment.options, drawing);
    case "link":
      return drawLinkRow(segment.title, segment.url, segment.description, drawing.say);
    case "notice":
      return html`<div class="notice" data-testid="notice" data-code=${segment.code}>
        ${icons.info}<span dir="auto">${segment.text}</span>
      </div>`;
    case "image":
    case "file":
    case "voice":
    case "video":
      return drawMedia(segment, drawing);
    case "location":
      return drawLocation(segment, drawing.say);
    case "card":
      return drawCard(segment, drawing);
    case "attachment":
      return drawUpload(
        segment.file,
        drawing.uploads.get(segment.file.upload) ?? { kind: "waiting" },
        drawing,
      );
    case "unknown":
      return html`<div class="notice">${icons.info}<span>${drawing.say("unsupported")}</span></div>`;
  }
}

function drawText(segment: TextSegment, drawing: Drawing): TemplateResult {
  if (segment.blocks && !drawing.mine) return drawBlocks(segment.blocks, drawing);
  return html`<div class="text" dir="auto">${drawing.mine ? segment.text : linked(segment.text)}</div>`;
}

/** The date in one piece: a line must not break in the middle of a number. */
function drawSource(source: Source, say: Say): TemplateResult {
  const words = sourceName(source, say);
  const date = source.effective_from;
  const at = date ? words.lastIndexOf(date) : words.length;
  return html`<div class="source" data-testid="source">${words.slice(0, at)}<span class="whole">${words.slice(at)}</span></div>`;
}

function drawChoices(prompt: string, options: readonly Option[], drawing: Drawing): TemplateResult {
  const decided = options.some((option) => drawing.chosen.has(option.id));
  return html`<div class="text" dir="auto">${prompt}</div>
    <div class="rows" role="group" aria-label=${prompt}>
      ${options.map((option) => drawOption(option, decided, drawing))}
    </div>`;
}

function drawOption(option: Option, decided: boolean, drawing: Drawing): TemplateResult {
  const chosen = drawing.chosen.has(option.id);
  return html`<button
    type="button"
    class="row option ${chosen ? "chosen" : ""}"
    data-testid="choice"
    data-choice=${option.id}
    aria-pressed=${chosen ? "true" : "false"}
    aria-disabled=${decided ? "true" : nothing}
    @click=${() => !decided && drawing.choose(option)}
  >
    <span class="row-title" dir="auto">${option.label}</span>
    ${chosen ? html`<span class="mark">${icons.check}${drawing.say("chosen")}</span>` : nothing}
  </button>`;
}
