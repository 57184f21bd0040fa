/** Makes the picture of a card small enough and sends it, with the seat of the call; nothing of it stays here. */

const SIDE_PX = 1600;
const QUALITY = 0.86;
const PATH = "/video/identity";

/** What became of it: read, not read and why, or not sent. */
export type Sent =
  { readonly sent: true; readonly trouble: string } | { readonly sent: false; readonly code: string };

/** Width and height within a side, in proportion. */
export function within(width: number, height: number, side: number): readonly [number, number] {
  const scale = Math.min(1, side / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** A JPEG with the longer side at most `SIDE_PX`, turned as its camera was held; null where it is no picture. */
export async function smaller(file: Blob): Promise<Blob | null> {
  let image: ImageBitmap;
  try {
    image = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = within(image.width, image.height, SIDE_PX);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

/** Sends a picture that was taken. */
export async function sendCard(file: Blob, seat: string): Promise<Sent> {
  const body = await smaller(file);
  if (!body) return { sent: false, code: "no_picture" };
  try {
    const answer = await fetch(PATH, {
      method: "POST",
      headers: { Authorization: `Bearer ${seat}`, "Content-Type": "image/jpeg" },
      body,
    });
    const said = (await answer.json()) as { readonly trouble?: string; readonly code?: string };
    return answer.ok
      ? { sent: true, trouble: said.trouble ?? "" }
      : { sent: false, code: said.code ?? "unavailable" };
  } catch {
    return { sent: false, code: "unavailable" }; // the line is cut, or the answer is none of the hub's
  }
}
