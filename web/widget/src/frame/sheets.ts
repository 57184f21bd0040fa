/** Draws what may lie over the chat: a picture, the common questions, the whole conversation. */

import { html, nothing, type TemplateResult } from "lit";
import type { Session } from "../chat/session.ts";
import { speaker, type Say } from "../words/index.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import type { Picture } from "./blocks.ts";
import { drawQuestions } from "./empty.ts";
import type { YqSheet } from "@yuanqiao/shared/components/sheet.ts";
import "@yuanqiao/shared/components/sheet.ts";

/** What lies over the chat. */
export type SheetContent =
  | { readonly kind: "picture"; readonly picture: Picture }
  | { readonly kind: "hot" }
  | { readonly kind: "attach" }
  | { readonly kind: "transcript"; readonly loaded: boolean };

/** What the sheets need. */
export interface SheetDrawing {
  readonly language: Language;
  readonly session: Session | null;
  readonly ask: (question: string) => void;
  /** Opens what chooses files. */
  readonly choose: (how: "camera" | "files") => void;
  readonly gone: () => void;
}

/** Gets what only the whole conversation needs; the first paint does not wait for it. False without a network. */
export async function loadTranscript(): Promise<boolean> {
  return import("./transcript-view.ts").then(
    () => true,
    () => false,
  );
}

/** The sheet with its content, or nothing. */
export function drawSheet(
  content: SheetContent | null,
  drawing: SheetDrawing,
): TemplateResult | typeof nothing {
  if (!content) return nothing;
  const say = speaker(drawing.language);
  return html`<yq-sheet
    .heading=${content.kind === "picture" ? content.picture.alt || say("image") : say(content.kind)}
    .language=${drawing.language}
    @gone=${drawing.gone}
  >
    ${drawContent(content, drawing, say)}
  </yq-sheet>`;
}

function drawContent(content: SheetContent, drawing: SheetDrawing, say: Say): TemplateResult {
  switch (content.kind) {
    case "picture":
      return drawPicture(content.picture, say);
    case "hot": {
      const ask = (question: string, event: Event): void => {
        (event.currentTarget as Element).closest<YqSheet>("yq-sheet")?.close();
        drawing.ask(question);
      };
      return drawQuestions(drawing.session?.view.hot ?? [], ask);
    }
    case "attach":
      return drawWays(drawing.choose, say);
    case "transcript":
      if (!content.loaded) return html`<p>${say("transcriptFailed")}</p>`;
      return html`<yq-transcript .session=${drawing.session} .language=${drawing.language}></yq-transcript>`;
  }
}

function drawPicture({ url, alt, width, height }: Picture, say: Say): TemplateResult {
  return html`<img class="whole" src=${url} alt=${alt} width=${width} height=${height} />
    <p><a href=${url} target="_blank" rel="noopener noreferrer">${say("newWindow")}</a></p>`;
}

/** On a phone: a new photo, or what is there already. */
function drawWays(choose: SheetDrawing["choose"], say: Say): TemplateResult {
  const way = (how: "camera" | "files", words: string, icon: TemplateResult): TemplateResult => {
    const press = (event: Event): void => {
      (event.currentTarget as Element).closest<YqSheet>("yq-sheet")?.close();
      choose(how);
    };
    return html`<li>
      <button type="button" class="row option" data-testid="attach-${how}" @click=${press}>
        <span class="row-title">${words}</span>${icon}
      </button>
    </li>`;
  };
  return html`<ul class="rows">
    ${way("camera", say("attachCamera"), icons.camera)} ${way("files", say("attachFiles"), icons.file)}
  </ul>`;
}
