/** Defines <yq-kb-picture>: asks what a picture shows, and sends it; says `insert` with its Markdown's parts, or `gone`. */

import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { isComposing } from "@yuanqiao/shared/components/text.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import { fault } from "./faults.ts";
import { base64 } from "./files.ts";
import { knowledgeStyles } from "./knowledge.styles.ts";
import { prepared } from "./picture-file.ts";
import { typed } from "./page.ts";

/** A picture that is stored: what it shows, in words, and how an answer names it. */
export interface StoredPicture {
  readonly alt: string;
  readonly source: string;
}

export class YqKbPicture extends LitElement {
  static override styles = [
    base,
    formStyles,
    knowledgeStyles,
    css`
      .picker {
        display: grid;
        gap: 8px;
        margin-bottom: 8px;
      }
      p {
        margin: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    file: { attribute: false },
    alt: { state: true },
    trouble: { state: true },
    busy: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare file: File;
  declare alt: string;
  declare trouble: string;
  declare busy: boolean;

  constructor() {
    super();
    this.alt = this.trouble = "";
    this.busy = false;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("file")) this.alt = this.trouble = "";
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("file")) this.renderRoot.querySelector("input")?.focus();
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<div class="picker" role="group" aria-label=${say("kbPictureAdd")} data-testid="picture">
      <p class="quiet" dir="auto">${this.file.name || say("kbPicturePasted")}</p>
      <label
        >${say("kbPictureAlt")}<input
          maxlength="300"
          required
          dir="auto"
          data-testid="picture-alt"
          aria-describedby="why"
          .value=${this.alt}
          @input=${(event: Event) => (this.alt = typed(event))}
          @keydown=${this.#key}
      /></label>
      <p class="hint" id="why">${say("kbPictureAltWhy")}</p>
      ${this.trouble ? html`<p class="stops" role="alert" data-testid="picture-trouble">${this.trouble}</p>` : nothing}
      <div class="row">
        <button
          type="button"
          class="primary"
          data-testid="picture-insert"
          ?disabled=${this.busy || !this.alt.trim()}
          @click=${() => void this.#send()}
        >
          ${say(this.busy ? "kbPictureSending" : "kbPictureInsert")}
        </button>
        <button type="button" class="secondary" data-testid="picture-cancel" @click=${this.#cancel}>
          ${say("kbPictureCancel")}
        </button>
      </div>
    </div>`;
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === "Escape") this.#cancel();
    if (event.key !== "Enter" || isComposing(event)) return;
    event.preventDefault();
    if (this.alt.trim() && !this.busy) void this.#send();
  };

  readonly #cancel = (): void => {
    this.dispatchEvent(new CustomEvent("gone"));
  };

  async #send(): Promise<void> {
    const { file } = this;
    this.busy = true;
    this.trouble = "";
    try {
      const bytes = await prepared(file);
      if (typeof bytes === "string") {
        this.trouble = this.say(bytes);
        return;
      }
      const { source } = await this.staff.api.call<{ source: string }>("POST", "/staff/kb/pictures", {
        data: base64(bytes),
      });
      if (file !== this.file) return; // another one was chosen meanwhile
      this.dispatchEvent(
        new CustomEvent<StoredPicture>("insert", { detail: { alt: this.alt.trim(), source } }),
      );
    } catch (error) {
      this.trouble = fault(error, this.say);
    } finally {
      this.busy = false;
    }
  }
}

customElements.define("yq-kb-picture", YqKbPicture);
