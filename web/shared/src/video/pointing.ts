/** Where in a picture somebody points: the picture is as large as fits into its box. */

import type { Spot } from "./guide.ts";

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The spot under a place of the screen; null beside the picture. `width`, `height`: of the picture itself. */
export function spotAt(box: Box, width: number, height: number, x: number, y: number): Spot | null {
  if (!width || !height) return null;
  const scale = Math.min(box.width / width, box.height / height);
  const inX = (x - box.left - (box.width - width * scale) / 2) / (width * scale);
  const inY = (y - box.top - (box.height - height * scale) / 2) / (height * scale);
  if (inX < 0 || inX > 1 || inY < 0 || inY > 1) return null;
  return { x: Math.round(inX * 10_000), y: Math.round(inY * 10_000) };
}

const STEP = 200;

const KEYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

/** The spot after a key, from the middle at first; null for keys that move nothing. */
export function spotAfter(spot: Spot | null, key: string): Spot | null {
  const step = KEYS[key];
  if (!step) return null;
  const within = (value: number): number => Math.min(10_000, Math.max(0, value));
  return { x: within((spot?.x ?? 5000) + step[0]), y: within((spot?.y ?? 5000) + step[1]) };
}
