/** Defines <yq-upload>: a file of a message that is not sent yet, how far it is, and what can be done. */

import { icons } from "@yuanqiao/shared/components/icons.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { fileSize } from "@yuanqiao/shared/words/size.ts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Attachment, UploadRules } from "../../chat/protocol.ts";
import type { UploadState } from "../../chat/uploads.ts";
import { fileSpeaker, type SayOfFiles } from "../../words/files.ts";
import { speaker } from "../../words/index.ts";
import { boxOf } from "../box.ts";
import { fileStyles } from "../file.styles.ts";
import { refusalWords } from "./kinds.ts";
import { uploadStyles } from "./upload.styles.ts";

/** Says `again` (the upload is wanted once more) and `remove`. */
export class YqUpload extends LitElement {
  static override styles = [base, fileStyles, uploadStyles];
  static override properties = {
    file: { attribute: false },
    state: { attribute: false },
    rules: { attribute: false },
    preview: { attribute: false },
    language: {},
  };

  declare file: Attachment | null;
  declare state: UploadState;
  declare rules: UploadRules | null;
  /** Where the picture lies in this page's memory; null for none. */
  declare preview: string | null;
  declare language: Language;

  constructor() {
    super();
    this.file = null;
    this.state = { kind: "waiting" };
    this.rules = null;
    this.preview = null;
    this.language = "zh";
  }

  override render(): TemplateResult | typeof nothing {
    const { file, state } = this;
    if (!file) return nothing;
    const say = fileSpeaker(this.language);
    return html`${this.#drawFile(file)}
      <div class="doing">
        <span class="how ${isTrouble(state) ? "trouble" : ""}">
          ${state.kind === "running" || state.kind === "waiting" ? drawProgress(file, state) : nothing}
          <span data-testid="upload-state">${stateWords(state, this.rules, say)}</span>
        </span>
        ${state.kind === "broken" ? this.#again() : nothing}
        ${state.kind === "ready" ? nothing : this.#cancel(file, say)}
      </div>`;
  }

  #again(): TemplateResult {
    return html`<button type="button" class="again" data-testid="upload-retry" @click=${() => this.#tell("again")}>
      ${speaker(this.language)("retry")}
    </button>`;
  }

  #cancel({ name }: Attachment, say: SayOfFiles): TemplateResult {
    return html`<button
      type="button"
      class="cancel"
      data-testid="upload-cancel"
      aria-label=${say(isTrouble(this.state) ? "attachRemove" : "uploadCancel", { name })}
      @click=${() => this.#tell("remove")}
    >
      ${icons.close}
    </button>`;
  }

  #drawFile({ type, name, bytes, width, height }: Attachment): TemplateResult {
    if (this.preview && width > 0) {
      const box = boxOf(width, height);
      return html`<img class="thumb" src=${this.preview} alt=${name} width=${box.width} height=${box.height} />`;
    }
    return html`<div class="file">
      ${type === "image" ? icons.picture : icons.document}
      <span class="row-words">
        <span class="row-title" dir="auto">${name}</span><span class="row-more">${fileSize(bytes)}</span>
      </span>
    </div>`;
  }

  #tell(name: string): void {
    this.dispatchEvent(new CustomEvent(name));
  }
}

/** How far a file is, in words. */
export function stateWords(state: UploadState, rules: UploadRules | null, say: SayOfFiles): string {
  switch (state.kind) {
    case "waiting":
      return say("uploadWaiting");
    case "running":
      return say("uploadRunning", { percent: percentOf(state) });
    case "ready":
      return say("uploadReady");
    case "broken":
      return say("uploadBroken");
    case "lost":
      return say("uploadLost");
    case "refused":
      return refusalWords(state.code, state.limit, rules, say);
  }
}

function percentOf(state: UploadState): number {
  if (state.kind !== "running" || state.total === 0) return 0;
  return Math.floor((100 * state.sent) / state.total);
}

function isTrouble({ kind }: UploadState): boolean {
  return kind === "broken" || kind === "lost" || kind === "refused";
}

function drawProgress({ name }: Attachment, state: UploadState): TemplateResult {
  return html`<progress max="100" value=${percentOf(state)} aria-label=${name}></progress>`;
}

customElements.define("yq-upload", YqUpload);
