/** Defines <yq-attach>: chooses a picture or PDF file, and uploads it for the customer of a task. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import type { Say } from "../words/index.ts";
import { uploadFile, UploadRefused } from "./upload.ts";

const KINDS = "image/jpeg,image/png,image/webp,image/gif,application/pdf";

/** Says `kept` with the file's id once the hub has it. */
export class YqAttach extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        min-height: 32px;
        padding: 0 12px;
        border-radius: var(--yq-radius-control);
        color: var(--yq-quiet);
      }
      .icon {
        width: 16px;
        height: 16px;
      }
      input {
        display: none;
      }
      .told {
        font-size: var(--yq-small);
        color: var(--yq-quiet);
        overflow-wrap: anywhere;
      }
      .refused {
        color: var(--yq-danger);
      }
    `,
  ];
  static override properties = {
    say: { attribute: false },
    task: { attribute: false },
    name: { state: true },
    refused: { state: true },
  };

  declare say: Say;
  declare task: string;
  /** What is on its way; empty for nothing. */
  declare name: string;
  declare refused: string;

  constructor() {
    super();
    this.name = "";
    this.refused = "";
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<button
        type="button"
        ?disabled=${this.name !== ""}
        data-testid="attach"
        @click=${() => this.open()}
      >
        ${icons.attach}${say("attach")}
      </button>
      <input type="file" accept=${KINDS} data-testid="file" @change=${this.#chosen} />
      ${this.name ? html`<span class="told" role="status">${say("attaching", { name: this.name })}</span>` : nothing}
      ${
        this.refused
          ? html`<span class="told refused" role="alert">${say("attachRefused", { code: this.refused })}</span>`
          : nothing
      }`;
  }

  /** Lets the agent choose a file. */
  open(): void {
    this.renderRoot.querySelector("input")?.click();
  }

  readonly #chosen = async (event: Event): Promise<void> => {
    const field = event.target as HTMLInputElement;
    const file = field.files?.[0];
    field.value = "";
    if (file) await this.take(file);
  };

  /** Uploads a file; what the hub does not take is told. */
  async take(file: File): Promise<void> {
    this.name = file.name;
    this.refused = "";
    try {
      const url = `${location.origin.replace(/^http/, "ws")}/staff/attachments`;
      const detail = await uploadFile(url, this.task, file);
      this.dispatchEvent(new CustomEvent("kept", { detail }));
    } catch (error) {
      if (!(error instanceof UploadRefused)) throw error;
      this.refused = error.message;
    } finally {
      this.name = "";
    }
  }
}

customElements.define("yq-attach", YqAttach);
