/** Knows the kinds of files: what the hub takes, what a browser calls them, and why one is refused in words. */

import { fileSize } from "@yuanqiao/shared/words/size.ts";
import type { UploadRules } from "../../chat/protocol.ts";
import type { FileWord, SayOfFiles } from "../../words/files.ts";

/** Most files of one message: with the words beside them they are the five segments that the hub takes. */
export const MOST_FILES = 4;

const BY_ENDING: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  gif: "image/gif",
  heic: "image/heic",
  pdf: "application/pdf",
};

const NAMES: Readonly<Record<string, string>> = {
  "image/jpeg": "JPEG",
  "image/png": "PNG",
  "image/webp": "WebP",
  "image/gif": "GIF",
  "image/heic": "HEIC",
  "application/pdf": "PDF",
};

const REFUSALS: Readonly<Record<string, FileWord>> = {
  media_type: "refusedType",
  too_large: "refusedSize",
  media_too_large: "refusedSize",
  media_too_many_pixels: "refusedPixels",
  media_too_many_pages: "refusedPages",
  media_broken: "refusedBroken",
  media_encrypted: "refusedEncrypted",
  media_infected: "refusedInfected",
};

/** The MIME type of a file: as the browser says, else by its ending; empty where nobody knows. */
export function mimeOf({ type, name }: Pick<File, "type" | "name">): string {
  return type || (BY_ENDING[name.split(".").at(-1)?.toLowerCase() ?? ""] ?? "");
}

/** Why a file is not taken, in a sentence; `limit` in bytes, 0 for the rule's own. */
export function refusalWords(
  code: string,
  limit: number,
  rules: UploadRules | null,
  say: SayOfFiles,
): string {
  const kinds = (rules?.types ?? []).map((type) => NAMES[type] ?? type);
  const most = limit || rules?.bytes || 0;
  const word = REFUSALS[code] ?? "refusedOther";
  if (word === "refusedSize" && most === 0) return say("refusedOther");
  return say(word, { kinds: [...new Set(kinds)].join(say("between")), limit: fileSize(most) });
}
