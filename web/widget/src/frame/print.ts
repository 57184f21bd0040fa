/** Prints a conversation through the browser: the paper lies beside the chat for as long as that takes. */

import { render } from "lit";
import { paperStyle, printSheetStyle } from "./paper.styles.ts";
import { drawTranscript, type Transcript } from "./transcript.ts";

const PICTURES_MS = 3_000;
let styled = false;

/** Prints; pictures get a moment to arrive. */
export async function printTranscript(transcript: Transcript): Promise<void> {
  const paper = layOut(transcript);
  await Promise.race([picturesIn(paper), new Promise((resolve) => setTimeout(resolve, PICTURES_MS))]);
  addEventListener("afterprint", () => paper.remove(), { once: true });
  window.print();
}

function layOut(transcript: Transcript): HTMLElement {
  if (!styled) {
    const sheet = new CSSStyleSheet(); // a style element would need a hole in the page's policy
    sheet.replaceSync(paperStyle + printSheetStyle);
    document.adoptedStyleSheets.push(sheet);
    styled = true;
  }
  document.querySelector("body > .yq-print")?.remove();
  const paper = document.createElement("div");
  paper.className = "yq-print";
  render(drawTranscript(transcript), paper);
  document.body.append(paper);
  return paper;
}

async function picturesIn(paper: HTMLElement): Promise<void> {
  const pictures = [...paper.querySelectorAll("img")];
  await Promise.all(pictures.map((picture) => picture.decode().catch(() => {}))); // a missing one prints its words
}
