/** Gives a picture its place before it is here. */

const MOST_PX = 240;

/** The size on the screen of a picture of so many pixels; a square one where nobody knows. CSS pixels. */
export function boxOf(width: number, height: number): { readonly width: number; readonly height: number } {
  if (width <= 0 || height <= 0) return { width: MOST_PX, height: MOST_PX };
  const scale = Math.min(1, MOST_PX / width, MOST_PX / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
