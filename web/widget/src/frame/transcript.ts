/** A conversation as a document of its own: to read, to print, to save as a page. */

import { html, nothing, type TemplateResult } from "lit";
import type { Bank, Message, Segment } from "../chat/protocol.ts";
import { type Say, speaker } from "../words/index.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { drawBlocks } from "./blocks.ts";
import { agentName, mediaLines, sourceName } from "./names.ts";
import { linked, link, safeUrl } from "@yuanqiao/shared/components/text.ts";

/** What goes into the document. */
export interface Transcript {
  readonly bank: Bank | null;
  readonly messages: readonly Message[];
  /** When it was made, ms since 1970. */
  readonly made: number;
  /** There is more that does not stand in it. */
  readonly cutShort: boolean;
  readonly language: Language;
}

/** Its title. */
export function titleOf({ bank, language }: Transcript): string {
  const say = speaker(language);
  return bank?.name ? say("transcriptTitleOf", { bank: bank.name }) : say("transcriptTitle");
}

/** What stands under the title: when it was made, how much it holds, whom to call. */
export function notesOf({ bank, messages, made, cutShort, language }: Transcript): readonly string[] {
  const say = speaker(language);
  const count = messages.length;
  return [
    say("transcriptMade", { time: fullMoment(made, language), count }),
    ...(cutShort ? [say("transcriptMost", { count })] : []),
    ...(bank?.hotline ? [say("hotline", { number: bank.hotline })] : []),
  ];
}

/** Who wrote a message, as a reader of the document sees it. */
export function writerOf({ author }: Message, say: Say): string {
  switch (author.kind) {
    case "customer":
      return say("you");
    case "bot":
      return `${say("bot")} · ${say("machine")}`;
    case "agent":
      return agentName(author, say);
    case "system":
      return say("title");
  }
}

/** The document. */
export function drawTranscript(transcript: Transcript): TemplateResult {
  const { messages, language } = transcript;
  const say = speaker(language);
  return html`<article class="paper">
    <h1>${titleOf(transcript)}</h1>
    ${notesOf(transcript).map((note) => html`<p class="note">${note}</p>`)}
    ${messages.map((message, at) => drawEntry(message, messages[at - 1], say, language))}
  </article>`;
}

function drawEntry(
  message: Message,
  before: Message | undefined,
  say: Say,
  language: Language,
): TemplateResult {
  const begins = before !== undefined && before.conversation !== message.conversation;
  const at = Date.parse(message.at);
  return html`${begins ? html`<hr />` : nothing}
    <section class=${message.direction}>
      <h2>
        ${writerOf(message, say)}
        ${at ? html`<time datetime=${message.at}>${fullMoment(at, language)}</time>` : nothing}
      </h2>
      ${message.segments.map((segment) => drawPart(segment, say))}
    </section>`;
}

function drawPart(segment: Segment, say: Say): TemplateResult {
  switch (segment.type) {
    case "text":
      return html`${
        segment.blocks
          ? drawBlocks(segment.blocks, { say, enlarge: null })
          : html`<p class="plain" dir="auto">${linked(segment.text)}</p>`
      }
      ${segment.source ? html`<p class="note">${sourceName(segment.source, say)}</p>` : nothing}`;
    case "choices":
      return html`<p class="plain" dir="auto">${segment.prompt}</p>
        <ul>
          ${segment.options.map((option) => html`<li>${option.label}</li>`)}
        </ul>`;
    case "choice":
      return html`<p class="plain" dir="auto">${segment.label}</p>`;
    case "link": {
      const href = safeUrl(segment.url);
      return html`<p>${href ? link(href, segment.title) : segment.title} ${segment.description}</p>`;
    }
    case "notice":
      return html`<p class="plain" dir="auto">${segment.text}</p>`;
    case "image":
    case "file":
    case "voice":
    case "video":
    case "location":
    case "card":
      return html`${mediaLines(segment, say).map((line) => html`<p class="plain" dir="auto">${line}</p>`)}`;
    case "unknown":
      return html`<p class="note">${say("unsupported")}</p>`;
  }
}
