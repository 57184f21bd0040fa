/** Makes a chosen file ready to be sent: looks at its kind and size, and makes a picture smaller that is too large. */

import type { UploadRules } from "../../chat/protocol.ts";
import { mimeOf } from "./kinds.ts";

/** Kinds that may be drawn anew; of a GIF only the first picture would be left. */
const REDRAWN = new Set(["image/jpeg", "image/png", "image/webp", "image/heic"]);
const SIDES_PX = [4096, 3072, 2048, 1536, 1024];
const QUALITY = 0.86;

/** A file that can be sent. Pixels, 0 for none. */
export interface Prepared {
  readonly file: Blob;
  readonly name: string;
  readonly mime: string;
  readonly width: number;
  readonly height: number;
}

/** What came of a file: ready, or the code of why it cannot be. */
export type Outcome = { readonly prepared: Prepared } | { readonly code: string };

/** Looks at a chosen file. */
export async function prepare(file: File, rules: UploadRules): Promise<Outcome> {
  const mime = mimeOf(file);
  if (!rules.types.includes(mime)) return { code: "media_type" };
  if (file.size === 0) return { code: "media_broken" };
  const bitmap = mime.startsWith("image/") ? await decode(file) : null;
  try {
    if (file.size <= rules.bytes) {
      const { width, height } = bitmap ?? { width: 0, height: 0 };
      return { prepared: { file, name: file.name, mime, width, height } };
    }
    const smaller = bitmap && REDRAWN.has(mime) ? await shrink(bitmap, file.name, rules.bytes) : null;
    return smaller ? { prepared: smaller } : { code: "too_large" };
  } finally {
    bitmap?.close();
  }
}

/** The picture as it is to be seen, turned as its camera was held; null where this browser cannot read it. */
async function decode(file: File): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null; // the hub may read it all the same, and says so if not
  }
}

async function shrink(bitmap: ImageBitmap, name: string, most: number): Promise<Prepared | null> {
  for (const side of SIDES_PX) {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [bitmap.width * scale, bitmap.height * scale].map((size) =>
      Math.max(1, Math.round(size)),
    ) as [number, number];
    const file = await draw(bitmap, width, height);
    if (file && file.size <= most)
      return { file, name: name.replace(/\.[^.]*$/, "") + ".jpg", mime: "image/jpeg", width, height };
  }
  return null;
}

/** As JPEG, on white: it knows no transparency. */
async function draw(bitmap: ImageBitmap, width: number, height: number): Promise<Blob | null> {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, width, height);
  pen.drawImage(bitmap, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}
