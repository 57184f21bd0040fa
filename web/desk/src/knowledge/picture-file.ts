/** Makes a picture that was chosen small enough for an answer, in the browser: what is sent is looked into again. */

const KEPT_BYTES = 100_000;
const AIM_BYTES = 200_000;
const SIDE_LIMIT = 2000;
const KINDS: readonly string[] = ["image/png", "image/jpeg", "image/webp"];

/** How small it is tried to be made: the longer side in pixels, and the quality. */
const TRIES: readonly (readonly [number, number])[] = [
  [SIDE_LIMIT, 0.85],
  [1600, 0.8],
  [1200, 0.75],
  [800, 0.7],
];

/** Why a file is not taken. */
export type PictureFault = "kbPictureKind" | "kbPictureBroken" | "kbPictureLarge";

/** Width and height within a side, in proportion. */
export function within(width: number, height: number, side: number): readonly [number, number] {
  const scale = Math.min(1, side / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** The first file of a kind that an answer may show. */
export function pictureIn(files: Iterable<File>): File | null {
  return [...files].find(({ type }) => KINDS.includes(type)) ?? null;
}

/** The bytes to be sent, or why there are none. */
export async function prepared(file: File): Promise<Uint8Array | PictureFault> {
  if (!KINDS.includes(file.type)) return "kbPictureKind";
  let image: ImageBitmap;
  try {
    image = await createImageBitmap(file);
  } catch {
    return "kbPictureBroken";
  }
  try {
    if (file.size <= KEPT_BYTES && Math.max(image.width, image.height) <= SIDE_LIMIT)
      return await bytesOf(file);
    for (const [side, quality] of TRIES) {
      const smaller = await drawnAnew(image, side, quality);
      if (smaller && smaller.size <= AIM_BYTES) return await bytesOf(smaller);
    }
    return "kbPictureLarge";
  } finally {
    image.close();
  }
}

async function drawnAnew(image: ImageBitmap, side: number, quality: number): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = within(image.width, image.height, side);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/webp", quality));
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}
