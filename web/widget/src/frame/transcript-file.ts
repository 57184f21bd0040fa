/** Makes files of a conversation in the browser, and gives them to the customer. */

import { render } from "lit";
import type { Segment } from "../chat/protocol.ts";
import { type Say, speaker } from "../words/index.ts";
import { langTag } from "@yuanqiao/shared/words/language.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { mediaLines, sourceName } from "./names.ts";
import { paperStyle } from "./paper.styles.ts";
import { drawTranscript, notesOf, titleOf, type Transcript, writerOf } from "./transcript.ts";

/** A file that is not on a disk yet. */
export interface MadeFile {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

/** The conversation as plain text, UTF-8 with a mark that old editors need. */
export function textFile(transcript: Transcript): MadeFile {
  const say = speaker(transcript.language);
  const entries = transcript.messages.map((message) => {
    const at = Date.parse(message.at);
    const head = [writerOf(message, say), ...(at ? [fullMoment(at, transcript.language)] : [])].join("  ");
    return [head, ...message.segments.flatMap((segment) => plainLines(segment, say))].join("\n");
  });
  const content = [titleOf(transcript), ...notesOf(transcript), "", entries.join("\n\n"), ""].join("\n");
  return { name: nameOf(transcript, "txt"), type: "text/plain;charset=utf-8", content: `\uFEFF${content}` };
}

/** The conversation as one page that needs nothing else but its pictures. */
export function pageFile(transcript: Transcript): MadeFile {
  const page = document.implementation.createHTMLDocument(titleOf(transcript));
  page.documentElement.lang = langTag(transcript.language);
  page.head.prepend(
    meta(page, { charset: "utf-8" }),
    meta(page, { name: "viewport", content: "width=device-width, initial-scale=1" }),
    meta(page, { name: "referrer", content: "no-referrer" }),
    meta(page, {
      "http-equiv": "Content-Security-Policy",
      content: "default-src 'none'; style-src 'unsafe-inline'; img-src http: https:",
    }),
  );
  page.body.append(...plainNodes(transcript));
  const [head, ...rest] = page.documentElement.outerHTML.split("</head>");
  const style = `<style>${paperStyle}</style>`; // as text: this page's own policy forbids such an element
  const content = `<!doctype html>\n${head}${style}</head>${rest.join("</head>")}\n`;
  return { name: nameOf(transcript, "html"), type: "text/html;charset=utf-8", content };
}

/** Gives the file to the customer, as a download. */
export function give({ name, type, content }: MadeFile): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const anchor = Object.assign(document.createElement("a"), { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // the download may begin late
}

function nameOf(transcript: Transcript, ending: string): string {
  const day = new Date(transcript.made).toLocaleDateString("sv-SE"); // 2026-11-01
  const title = titleOf(transcript).replace(/[\\/:*?"<>|\s]+/gu, "-");
  return `${title}-${day}.${ending}`;
}

/** The drawn document without the marks that the templates leave. */
function plainNodes(transcript: Transcript): readonly Node[] {
  const holder = document.createElement("div");
  render(drawTranscript(transcript), holder);
  const marks = document.createTreeWalker(holder, NodeFilter.SHOW_COMMENT);
  const found: Comment[] = [];
  while (marks.nextNode()) found.push(marks.currentNode as Comment);
  for (const mark of found) mark.remove();
  return [...holder.children];
}

function meta(page: Document, attributes: Readonly<Record<string, string>>): HTMLMetaElement {
  const element = page.createElement("meta");
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function plainLines(segment: Segment, say: Say): readonly string[] {
  switch (segment.type) {
    case "text": {
      const pictures = (segment.blocks ?? []).flatMap((block) =>
        block.type === "image" ? [say("imageOf", { alt: block.alt })] : [],
      );
      return [segment.text, ...pictures, ...(segment.source ? [sourceName(segment.source, say)] : [])];
    }
    case "choices":
      return [segment.prompt, ...segment.options.map((option) => `- ${option.label}`)];
    case "choice":
      return [segment.label];
    case "link":
      return [[segment.title, segment.description, segment.url].filter(Boolean).join("  ")];
    case "notice":
      return [segment.text];
    case "image":
    case "file":
    case "voice":
    case "video":
    case "location":
    case "card":
      return mediaLines(segment, say);
    case "unknown":
      return [say("unsupported")];
  }
}
