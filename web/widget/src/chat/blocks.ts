/** Reads the blocks of a rich answer. One that is damaged spoils them all: then the plain text is shown. */

import type { Block, Span, Words } from "./protocol.ts";
import { fields, type Fields, isCount, list, string } from "./values.ts";

const MEDIA_PATH = /^\/kb\/media\/[0-9a-f]{64}\.(png|jpg|webp)$/; // as in hub/messages/blocks.py

/** The blocks in a value; none where one of them cannot be read, as nothing of an answer may go missing. */
export function readBlocks(value: unknown): readonly Block[] {
  const blocks = list(value).map(readBlock);
  return blocks.every((block) => block !== null) ? blocks : [];
}

function readBlock(value: unknown): Block | null {
  const raw = fields(value) ?? {};
  switch (raw["type"]) {
    case "paragraph": {
      const spans = readWords(raw["spans"]);
      return spans && { type: "paragraph", spans };
    }
    case "items": {
      const items = readLines(raw["items"]);
      return items && { type: "items", ordered: raw["ordered"] === true, items };
    }
    case "table":
      return readTable(raw);
    case "image":
      return readImage(raw);
    default:
      return null;
  }
}

function readTable(raw: Fields): Block | null {
  const head = readLines(raw["head"]);
  const rows = list(raw["rows"]).map(readLines);
  if (!head || rows.length === 0) return null;
  const whole = rows.every((row) => row?.length === head.length);
  return whole ? { type: "table", head, rows: rows as readonly (readonly Words[])[] } : null;
}

function readImage(raw: Fields): Block | null {
  const { url, alt, width, height } = raw;
  if (typeof url !== "string" || !MEDIA_PATH.test(url) || !isCount(width) || !isCount(height)) return null;
  return { type: "image", url, alt: string(alt), width, height };
}

function readLines(value: unknown): readonly Words[] | null {
  const lines = list(value).map(readWords);
  return lines.length > 0 && lines.every((line) => line !== null) ? lines : null;
}

/** The words of a line; an empty one is one of a table's empty cells. */
function readWords(value: unknown): Words | null {
  if (!Array.isArray(value)) return null;
  const spans = value.map(readSpan);
  return spans.every((span) => span !== null) ? spans : null;
}

function readSpan(value: unknown): Span | null {
  const raw = fields(value);
  if (!raw || typeof raw["text"] !== "string") return null;
  return { text: raw["text"], strong: raw["strong"] === true, url: string(raw["url"]) };
}
