/**
 * For the bank's own pages: `<script type="module" src="https://HUB/video/private.js"></script>`. While such a page
 * is shared in a call, every element with `data-yq-private` is covered before the picture leaves the customer's
 * browser. The page tells the hub's call page alone where they stand; nothing of what is in them. An iframe is
 * marked as a whole.
 */

import type { Place } from "@yuanqiao/shared/video/covering.ts";
import { writeHandle } from "@yuanqiao/shared/video/naming.ts";

/** https://www.w3.org/TR/capture-handle-identity/ */
interface HandleGiver {
  setCaptureHandleConfig?(config: {
    readonly handle: string;
    readonly permittedOrigins: readonly string[];
  }): void;
}

const devices = navigator.mediaDevices as (HandleGiver & MediaDevices) | undefined;
const hub = new URL(import.meta.url).origin;
const EVERY_MS = 200;
let told = "";
let toldAt = 0;

function places(): Place[] {
  const found: Place[] = [];
  for (const element of document.querySelectorAll("[data-yq-private]")) {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const [x, y] = [Math.max(0, left), Math.max(0, top)];
    const [toX, toY] = [Math.min(innerWidth, right), Math.min(innerHeight, bottom)];
    if (toX <= x || toY <= y) continue;
    const part = (value: number, whole: number): number => Math.round((value / whole) * 10_000);
    found.push([
      part(x, innerWidth),
      part(y, innerHeight),
      part(toX - x, innerWidth),
      part(toY - y, innerHeight),
    ]);
  }
  return found;
}

/**
 * Looks with each picture that the browser draws: places move by scrolling, typing, and whatever the page does.
 * Tells what has changed, and else now and then that nothing has: a picture is sent only once that is known.
 */
function tell(): void {
  const found = places();
  const now = Date.now();
  if (String(found) !== told || now - toldAt >= EVERY_MS) {
    const handle = writeHandle(found, now);
    devices?.setCaptureHandleConfig?.({ handle, permittedOrigins: [hub] });
    told = String(found);
    toldAt = now;
  }
  requestAnimationFrame(tell);
}

if (devices?.setCaptureHandleConfig && window === window.top) tell();
