/** Stands for the elements of files where the chat is drawn; they come alive when they are loaded. */

import type { Language } from "@yuanqiao/shared/words/language.ts";
import { html, nothing, type TemplateResult } from "lit";
import type { Attachment, UploadRules } from "../../chat/protocol.ts";
import type { UploadState } from "../../chat/uploads.ts";

/** Loads the elements; false without a network. */
export async function loadAttach(): Promise<boolean> {
  return import("./index.ts").then(
    () => true,
    () => false,
  );
}

/** What drawing the files of drafts needs beside them. */
export interface UploadDrawing {
  readonly language: Language;
  readonly rules: UploadRules | null;
  readonly previewOf: (upload: string) => string | null;
  readonly removeFile: (upload: string) => void;
  readonly retry: () => void;
}

/** A file of a draft. Not announced: the log would say each percent. */
export function drawUpload(file: Attachment, state: UploadState, drawing: UploadDrawing): TemplateResult {
  void loadAttach();
  return html`<yq-upload
    aria-live="off"
    data-testid="upload"
    data-state=${state.kind}
    .file=${file}
    .state=${state}
    .rules=${drawing.rules}
    .preview=${drawing.previewOf(file.upload)}
    .language=${drawing.language}
    @again=${drawing.retry}
    @remove=${() => drawing.removeFile(file.upload)}
  ></yq-upload>`;
}

/** What the browser chooses files with; they show nothing themselves. */
export function drawFileInputs(
  rules: UploadRules | null,
  take: (files: readonly File[]) => void,
): TemplateResult | typeof nothing {
  if (!rules) return nothing;
  const chose = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    take([...(input.files ?? [])]);
    input.value = ""; // the same file may be chosen again
  };
  const kinds = rules.types.join(",");
  return html`<input type="file" name="files" multiple accept=${kinds} hidden data-testid="files" @change=${chose} />
    <input type="file" name="camera" accept="image/*" capture="environment" hidden data-testid="camera" @change=${chose} />`;
}
