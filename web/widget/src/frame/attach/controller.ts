/** What the chat does with files before they are sent: has them chosen, takes them in, hands them over. */

import { html, nothing, type ReactiveControllerHost, type TemplateResult } from "lit";
import type { Attachment, UploadRules } from "../../chat/protocol.ts";
import type { View } from "../../chat/view.ts";
import { type Say, speaker } from "../../words/index.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { followFiles } from "./gestures.ts";
import { drawFileInputs, loadAttach } from "./parts.ts";
import type { Shelf } from "./shelf.ts";
import type { YqTray } from "./tray.ts";

/** The chat round it. */
export interface AttachHost extends ReactiveControllerHost, HTMLElement {
  readonly language: Language;
  readonly renderRoot: HTMLElement | DocumentFragment;
}

/** What the controller asks the chat. */
export interface AttachOwner {
  view(): View | null;
  /** Nothing lies over the chat. */
  isFree(): boolean;
  /** The cursor goes back to where the customer writes. */
  toField(): void;
}

/** The files of one chat that are not sent yet; the tray holds them. */
export class AttachController {
  /** How many files go with the words; null while one is being prepared. */
  ready: number | null = 0;
  /** One of the chosen files cannot be sent. */
  refused = false;
  /** What files need could not be loaded. */
  failed = false;
  #hovered = false;

  constructor(
    private readonly host: AttachHost,
    private readonly shelf: Shelf,
    private readonly owner: AttachOwner,
  ) {
    followFiles(host, {
      wanted: () => this.#rules !== null && owner.view()?.phase !== "barred" && owner.isFree(),
      take: (files) => void this.#add(files),
      hovering: (over) => this.#hover(over),
    });
  }

  /** Where a chosen picture lies in this page's memory. */
  readonly previewOf = (upload: string): string | null => this.shelf.previewOf(upload);

  /** Opens what chooses files. */
  open(how: "camera" | "files"): void {
    this.host.renderRoot.querySelector<HTMLInputElement>(`input[name=${how}]`)?.click();
  }

  /** Hands over what can be sent. */
  take(): readonly Attachment[] {
    return this.ready ? (this.#tray?.take() ?? []) : [];
  }

  /** The place of the chosen files, over the field. */
  drawTray(): TemplateResult {
    return html`<yq-tray
      slot="tray"
      .shelf=${this.shelf}
      .rules=${this.#rules}
      .language=${this.host.language}
      @changed=${() => this.#count()}
      @removed=${() => this.owner.toField()}
    ></yq-tray>`;
  }

  /** What shows nothing of itself, and the sign that files may be dropped. */
  drawRest(): TemplateResult {
    const say: Say = speaker(this.host.language);
    return html`${drawFileInputs(this.#rules, (files) => void this.#add(files))}
      <div class="hidden" role="status" data-testid="upload-news">
        <yq-upload-news .view=${this.owner.view()} .language=${this.host.language}></yq-upload-news>
      </div>
      ${this.#hovered ? html`<div class="drop" data-testid="drop">${say("attachDrop")}</div>` : nothing}`;
  }

  get #rules(): UploadRules | null {
    return this.owner.view()?.uploadRules ?? null;
  }

  get #tray(): YqTray | null {
    return this.host.renderRoot.querySelector("yq-tray");
  }

  async #add(files: readonly File[]): Promise<void> {
    this.owner.toField();
    this.ready = null; // on a slow line the tray has yet to arrive: no words go without the files meanwhile
    this.host.requestUpdate();
    this.failed = !(await loadAttach());
    await this.#tray?.updateComplete; // one that has just come alive knows nothing yet
    if (!this.failed) this.#tray?.add(files);
    this.#count();
  }

  #count(): void {
    const { ready = 0, refused = false } = this.#tray ?? {}; // without its code the tray knows neither
    this.ready = ready;
    this.refused = refused;
    this.host.requestUpdate();
  }

  #hover(over: boolean): void {
    if (over === this.#hovered) return;
    this.#hovered = over;
    this.host.requestUpdate();
  }
}
