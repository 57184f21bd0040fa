/** Draws the blocks of an answer as customers read them: elements of HTML, never markup out of a text. */

import { html, type TemplateResult } from "lit";
import { link, linked, safeUrl } from "@yuanqiao/shared/components/text.ts";
import type { Say } from "../words/index.ts";

/** Words in one style; with an address they are a link. */
export interface Span {
  readonly text: string;
  readonly strong?: boolean;
  readonly url?: string | null;
}

type Line = readonly Span[];

/** One part of a rich answer (`hub/messages/blocks.py`). */
export type Block =
  | { readonly type: "paragraph"; readonly spans: Line }
  | { readonly type: "items"; readonly ordered: boolean; readonly items: readonly Line[] }
  | { readonly type: "table"; readonly head: readonly Line[]; readonly rows: readonly (readonly Line[])[] }
  | { readonly type: "image"; readonly url: string; readonly alt: string };

const PICTURE = /^\/kb\/media\/([0-9a-f]{64}\.(?:png|jpg|webp))$/;

/** The answer as a small document; pictures come from the staff's own origin, not the customers'. */
export function drawBlocks(blocks: readonly Block[], say: Say): readonly TemplateResult[] {
  return blocks.map((block) => drawBlock(block, say));
}

function drawBlock(block: Block, say: Say): TemplateResult {
  switch (block.type) {
    case "paragraph":
      return html`<p dir="auto">${drawLine(block.spans)}</p>`;
    case "items": {
      const items = block.items.map((item) => html`<li dir="auto">${drawLine(item)}</li>`);
      return block.ordered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case "table":
      return drawTable(block.head, block.rows, say);
    case "image":
      return drawPicture(block.url, block.alt, say);
  }
}

function drawPicture(url: string, alt: string, say: Say): TemplateResult {
  const name = PICTURE.exec(url)?.[1];
  if (!name) return html`<p class="quiet" dir="auto">${say("kbPicture", { alt })}</p>`;
  return html`<p><img src="/staff/kb/pictures/${name}" alt=${alt} loading="lazy" /></p>`;
}

function drawTable(head: readonly Line[], rows: readonly (readonly Line[])[], say: Say): TemplateResult {
  return html`<div class="scroll" role="region" tabindex="0" aria-label=${say("kbTable")}>
    <table>
      <thead>
        <tr>
          ${head.map((cell) => html`<th scope="col" dir="auto">${drawLine(cell)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => html`<tr>${row.map((cell) => html`<td dir="auto">${drawLine(cell)}</td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

function drawLine(line: Line): readonly unknown[] {
  return line.map(({ text, strong, url }) => {
    const href = url ? safeUrl(url) : null;
    const shown = href ? link(href, text) : linked(text);
    return strong ? html`<strong>${shown}</strong>` : shown;
  });
}
