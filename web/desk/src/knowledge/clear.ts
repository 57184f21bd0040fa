/** Keeps the field that is written in clear of the bar below it. */

/** Room between the field and the bar, in pixels. */
const GAP = 8;

/** Scrolls the field up until the bar covers nothing of it; one that is too tall for that stays where it is. */
export function keepClear(target: EventTarget | undefined, bar: HTMLElement | null): void {
  const isField =
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement;
  if (!isField || !bar) return;
  const room = bar.offsetHeight + GAP;
  if (target.offsetHeight + room > innerHeight) return;
  target.style.scrollMarginBottom = `${room}px`;
  target.scrollIntoView({ block: "nearest" });
}
