/** Defines <yq-tray>: what was chosen and not sent yet, over the field where the customer writes. */

import { icons } from "@yuanqiao/shared/components/icons.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { fileSize } from "@yuanqiao/shared/words/size.ts";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Attachment, UploadRules } from "../../chat/protocol.ts";
import { fileSpeaker } from "../../words/files.ts";
import { speaker } from "../../words/index.ts";
import { type Chosen, Choosing } from "./choosing.ts";
import { MOST_FILES, refusalWords } from "./kinds.ts";
import type { Shelf } from "./shelf.ts";
import { trayStyles } from "./tray.styles.ts";

/** Says `changed` whenever what can be sent is not what it was, and `removed` when a file was taken out. */
export class YqTray extends LitElement {
  static override styles = [base, trayStyles];
  static override properties = {
    shelf: { attribute: false },
    rules: { attribute: false },
    language: {},
  };

  declare shelf: Shelf | null;
  declare rules: UploadRules | null;
  declare language: Language;
  readonly #choosing = new Choosing(() => this.#changed());

  constructor() {
    super();
    this.shelf = null;
    this.rules = null;
    this.language = "zh";
  }

  /** How many files can be sent now; null while one is being prepared. */
  get ready(): number | null {
    return this.#choosing.ready;
  }

  /** Whether one of them cannot be sent, or there were too many. */
  get refused(): boolean {
    return this.#choosing.chosen.some(({ code }) => code !== "") || this.#choosing.tooMany;
  }

  /** Takes files in. */
  add(files: readonly File[]): void {
    if (this.shelf && this.rules) void this.#choosing.add(files, this.rules, this.shelf);
  }

  /** Hands over what can be sent; the rest is put away. */
  take(): readonly Attachment[] {
    return this.#choosing.take();
  }

  override render(): TemplateResult | typeof nothing {
    const { chosen, tooMany } = this.#choosing;
    if (chosen.length === 0) return nothing;
    const say = fileSpeaker(this.language);
    return html`<div class="tray" data-testid="tray">
      <ul aria-label=${say("attachList")}>
        ${chosen.map((file) => this.#file(file))}
      </ul>
      <div class="note" role="status">${tooMany ? say("attachMost", { most: MOST_FILES }) : ""}</div>
    </div>`;
  }

  #file(file: Chosen): TemplateResult {
    const { upload, name, bytes, code, preparing } = file;
    const say = fileSpeaker(this.language);
    const refusal = code ? refusalWords(code, 0, this.rules, say) : "";
    return html`<li class=${code ? "refused" : ""} data-testid="chosen" data-code=${code || nothing}>
      ${this.#preview(file)}
      <span class="words">
        <span class="name" dir="auto">${name || speaker(this.language)(file.type === "image" ? "image" : "file")}</span>
        <span class="more" role=${code ? "alert" : nothing}
          >${refusal || (preparing ? say("attachPreparing") : fileSize(bytes))}</span
        >
      </span>
      <button
        type="button"
        data-testid="chosen-remove"
        aria-label=${say("attachRemove", { name })}
        @click=${() => this.#remove(upload)}
      >
        ${icons.close}
      </button>
    </li>`;
  }

  #preview({ upload, type, code, mime }: Chosen): TemplateResult {
    if (code) return html`<span class="kind">${icons.warning}</span>`;
    const preview = mime === "image/heic" ? null : this.shelf?.previewOf(upload); // browsers show no HEIC
    if (preview) return html`<img class="kind" src=${preview} alt="" />`;
    return html`<span class="kind">${type === "image" ? icons.picture : icons.document}</span>`;
  }

  #remove(upload: string): void {
    this.#choosing.remove(upload);
    this.shelf?.release(upload);
    this.dispatchEvent(new CustomEvent("removed"));
  }

  #changed(): void {
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent("changed"));
  }
}

customElements.define("yq-tray", YqTray);
