/** Follows the part of the page that the keyboard of a phone leaves free. */

/** Calls back with top and height in CSS px, now and at each change. */
export function followViewport(call: (top: number, height: number) => void): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const tell = (): void => call(viewport.offsetTop, viewport.height);
  viewport.addEventListener("resize", tell);
  viewport.addEventListener("scroll", tell);
  tell();
}
