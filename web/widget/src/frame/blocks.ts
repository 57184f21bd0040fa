/** Draws the blocks of a rich answer: elements of HTML, never markup out of a text. */

import { html, type TemplateResult } from "lit";
import type { Block, Words } from "../chat/protocol.ts";
import type { Say } from "../words/index.ts";
import { drawLinkRow } from "./link-row.ts";
import { linked, link, safeUrl } from "@yuanqiao/shared/components/text.ts";

/** A picture of an answer. */
export type Picture = Extract<Block, { type: "image" }>;

/** What drawing blocks needs beside them. */
export interface BlockDrawing {
  readonly say: Say;
  /** Shows a picture larger; null on paper, where nothing can be pressed. */
  readonly enlarge: ((picture: Picture) => void) | null;
}

/** The answer as a small document. */
export function drawBlocks(blocks: readonly Block[], drawing: BlockDrawing): TemplateResult {
  return html`<div class="answer" data-testid="answer">${blocks.map((block) => drawBlock(block, drawing))}</div>`;
}

/** The words of a line without their form. */
function plainWords(words: Words): string {
  return words.map((span) => span.text).join("");
}

function drawBlock(block: Block, drawing: BlockDrawing): TemplateResult {
  switch (block.type) {
    case "paragraph":
      return drawParagraph(block.spans, drawing);
    case "items": {
      const items = block.items.map((item) => html`<li dir="auto">${drawWords(item)}</li>`);
      return block.ordered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case "table":
      return drawTable(block.head, block.rows, drawing.say);
    case "image":
      return drawPicture(block, drawing);
  }
}

/** A paragraph that is a link and nothing else stands as a row: easy to see and to hit. */
function drawParagraph(words: Words, { say, enlarge }: BlockDrawing): TemplateResult {
  const [only, ...more] = words;
  if (enlarge && only && more.length === 0 && safeUrl(only.url))
    return drawLinkRow(only.text, only.url, "", say);
  return html`<p dir="auto">${drawWords(words)}</p>`;
}

/** Where the head's corner is empty, the first cell of each row says what the row is about. */
function drawTable(head: readonly Words[], rows: readonly (readonly Words[])[], say: Say): TemplateResult {
  const label = say("table", { head: head.map(plainWords).filter(Boolean).join(" · ") });
  const namesRows = plainWords(head[0] ?? []).trim() === "";
  return html`<div class="table" role="region" tabindex="0" aria-label=${label} data-testid="table">
    <table>
      <thead>
        <tr>
          ${head.map(drawHeadCell)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, at) => (namesRows && at === 0 ? drawRowName(cell) : html`<td dir="auto">${drawWords(cell)}</td>`))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function drawHeadCell(cell: Words): TemplateResult {
  return plainWords(cell).trim() ? html`<th scope="col" dir="auto">${drawWords(cell)}</th>` : html`<td></td>`;
}

function drawRowName(cell: Words): TemplateResult {
  return html`<th scope="row" dir="auto">${drawWords(cell)}</th>`;
}

/** Width and height give the picture its place before it is here, so that nothing jumps. */
function drawPicture(picture: Picture, { say, enlarge }: BlockDrawing): TemplateResult {
  const { url, alt, width, height } = picture;
  if (!enlarge) {
    const address = new URL(url, location.origin).href; // a saved page lies elsewhere
    return html`<p><img src=${address} alt=${alt} width=${width} height=${height} /></p>`;
  }
  return html`<button
    type="button"
    class="picture"
    data-testid="picture"
    aria-label=${say("imageOpens", { alt })}
    @click=${() => enlarge(picture)}
  >
    <img src=${url} alt=${alt} width=${width} height=${height} loading="lazy" decoding="async" />
  </button>`;
}

function drawWords(words: Words): readonly unknown[] {
  return words.map(({ text, strong, url }) => {
    const href = safeUrl(url);
    const shown = href ? link(href, text) : linked(text);
    return strong ? html`<strong>${shown}</strong>` : shown;
  });
}
