/** Reads the segments of a message, field by field. */

import { readBlocks } from "./blocks.ts";
import type { CardAction, Media, MediaSegment, Option, Segment, Source } from "./protocol.ts";
import { fields, type Fields, list, number, string } from "./values.ts";

const MOST_ACTIONS = 3;
const UNKNOWN: Segment = { type: "unknown" };

/** The segment in a value; `unknown` where this client is too old for it, or it is damaged. */
export function readSegment(value: unknown): Segment {
  const raw = fields(value) ?? {};
  switch (raw["type"]) {
    case "text":
      return readText(raw);
    case "choices":
      return {
        type: "choices",
        prompt: string(raw["prompt"]),
        options: list(raw["options"]).flatMap(readOption),
      };
    case "choice":
      return { type: "choice", id: string(raw["id"]), label: string(raw["label"]) };
    case "link": {
      const { title, url, description } = raw;
      return { type: "link", title: string(title), url: string(url), description: string(description) };
    }
    case "notice":
      return { type: "notice", code: string(raw["code"]), text: string(raw["text"]) };
    case "image":
    case "file":
    case "voice":
    case "video":
      return readMediaSegment(raw, raw["type"]) ?? UNKNOWN;
    case "location":
      return readLocation(raw);
    case "card":
      return readCard(raw);
    default:
      return UNKNOWN;
  }
}

function readMediaSegment(raw: Fields, type: MediaSegment["type"]): MediaSegment | null {
  const media = readMedia(raw["media"]);
  if (!media) return null;
  const url = string(raw["url"]);
  const seconds = number(raw["seconds"], 0);
  switch (type) {
    case "image":
      return { type, media, url, alt: string(raw["alt"]) };
    case "file":
      return { type, media, url };
    case "voice":
      return { type, media, url, seconds, text: string(raw["text"]) };
    case "video":
      return { type, media, url, seconds };
  }
}

function readMedia(value: unknown): Media | null {
  const raw = fields(value);
  if (!raw || typeof raw["id"] !== "string") return null;
  const { id, mime, bytes, name, width, height } = raw;
  return {
    id,
    mime: string(mime),
    bytes: number(bytes, 0),
    name: string(name),
    width: number(width, 0),
    height: number(height, 0),
  };
}

function readLocation(raw: Fields): Segment {
  const { latitude, longitude, title, address } = raw;
  if (typeof latitude !== "number" || typeof longitude !== "number") return UNKNOWN;
  return { type: "location", latitude, longitude, title: string(title), address: string(address) };
}

function readCard(raw: Fields): Segment {
  return {
    type: "card",
    title: string(raw["title"]),
    text: string(raw["text"]),
    picture: readMedia(raw["picture"]),
    picture_url: string(raw["picture_url"]),
    actions: list(raw["actions"]).flatMap(readAction).slice(0, MOST_ACTIONS),
  };
}

/** A button that this client cannot press is left out. */
function readAction(value: unknown): CardAction[] {
  const raw = fields(value) ?? {};
  const label = string(raw["label"]);
  switch (raw["type"]) {
    case "open_page":
      return [{ type: "open_page", label, url: string(raw["url"]) }];
    case "open_mini_program":
      return [{ type: "open_mini_program", label, app_id: string(raw["app_id"]), path: string(raw["path"]) }];
    case "call":
      return [{ type: "call", label, number: string(raw["number"]) }];
    case "say":
      return [{ type: "say", label, text: string(raw["text"]) }];
    default:
      return [];
  }
}

function readText(raw: Fields): Segment {
  const blocks = readBlocks(raw["blocks"]);
  const plain = { type: "text", text: string(raw["text"]), source: readSource(raw["source"]) } as const;
  return blocks.length > 0 ? { ...plain, blocks } : plain;
}

function readSource(value: unknown): Source | null {
  const raw = fields(value);
  return raw && { title: string(raw["title"]), effective_from: string(raw["effective_from"]) };
}

function readOption(value: unknown): Option[] {
  const raw = fields(value);
  return raw && typeof raw["id"] === "string" ? [{ id: raw["id"], label: string(raw["label"]) }] : [];
}
