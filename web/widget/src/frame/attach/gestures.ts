/** Hears of files that come by themselves: pasted, or dropped on the chat. */

/** Who takes the files. */
export interface FilesTaker {
  /** Files are taken at all now. */
  wanted(): boolean;
  take(files: readonly File[]): void;
  /** Files hang over the chat, or no longer do. */
  hovering(over: boolean): void;
}

/** Listens on the element. */
export function followFiles(element: HTMLElement, taker: FilesTaker): void {
  element.addEventListener("paste", (event) => {
    const { clipboardData } = event;
    const files = [...(clipboardData?.files ?? [])];
    // Office programs put a picture beside the words: then the words are meant.
    if (!taker.wanted() || files.length === 0 || clipboardData?.types.includes("text/plain")) return;
    event.preventDefault();
    taker.take(files);
  });
  element.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // else the browser would leave the page for the file
    event.dataTransfer.dropEffect = taker.wanted() ? "copy" : "none";
    taker.hovering(taker.wanted());
  });
  element.addEventListener("dragleave", (event) => {
    if (!(event.relatedTarget instanceof Node) || !element.contains(event.relatedTarget))
      taker.hovering(false);
  });
  element.addEventListener("drop", (event) => {
    taker.hovering(false);
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (taker.wanted()) taker.take([...event.dataTransfer.files]);
  });
}
