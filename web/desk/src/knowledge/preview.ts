/** Defines <yq-kb-preview>: what customers would read on each channel, and what is to be mended, while one writes. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Staff } from "../staff/me.ts";
import type { Say, Word } from "../words/index.ts";
import { type Block, drawBlocks } from "./blocks.ts";
import { fault } from "./faults.ts";
import { knowledgeStyles } from "./knowledge.styles.ts";
import { type Content, type Problem, PROBLEMS, same } from "./model.ts";
import { NEW } from "./unsaved.ts";

/** `POST /staff/kb/preview`. */
interface Preview {
  readonly said: boolean;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly characters: number;
  readonly sms_parts: number;
  readonly fits_sms: boolean;
  readonly wechat_parts: number;
  readonly problems: readonly Problem[];
  readonly similar: readonly { readonly article_id: string; readonly title: string }[];
}

type Place = "web" | "sms" | "wechat";

const PLACES: readonly (readonly [Place, Word])[] = [
  ["web", "kbPreviewWeb"],
  ["sms", "channelSms"],
  ["wechat", "channelWechat"],
];

/** So long after the last key the preview is asked for. */
const PAUSE_MS = 400;

export class YqKbPreview extends LitElement {
  static override styles = [base, formStyles, knowledgeStyles];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    content: { attribute: false },
    articleId: { attribute: false },
    found: { state: true },
    place: { state: true },
    trouble: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare content: Content;
  declare articleId: string;
  declare found: Preview | null;
  declare place: Place;
  declare trouble: string;
  #pause = 0;
  #asked = 0;

  constructor() {
    super();
    this.found = null;
    this.place = "web";
    this.trouble = "";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.#pause);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("content") || same(changed.get("content"), this.content)) return;
    window.clearTimeout(this.#pause);
    this.#pause = window.setTimeout(() => void this.#ask(), this.#asked ? PAUSE_MS : 0);
  }

  override render(): TemplateResult {
    const { say, found } = this;
    return html`<h3>${say("kbPreview")}</h3>
      <div class="bar" role="group" aria-label=${say("kbPreview")}>
        ${PLACES.map(
          ([place, word]) =>
            html`<button
              class="secondary"
              aria-pressed=${place === this.place}
              data-testid="preview-${place}"
              @click=${() => (this.place = place)}
            >
              ${say(word)}
            </button>`,
        )}
      </div>
      ${this.trouble ? html`<p class="trouble" role="alert">${this.trouble}</p>` : nothing}
      ${found ? this.#shown(found) : html`<p class="quiet">${say("kbPreviewNeeds")}</p>`}`;
  }

  #shown(found: Preview): TemplateResult {
    const { say } = this;
    const stopping = found.problems.filter(({ stops }) => stops);
    const warnings = found.problems.filter(({ stops }) => !stops);
    return html`${found.said ? this.#said(found) : html`<p class="stops" data-testid="not-said">${say("kbNotSaid")}</p>`}
      ${this.#problems("kbProblems", stopping)} ${this.#problems("kbWarnings", warnings)}
      ${
        found.similar.length
          ? html`<h3>${say("kbSimilar")}</h3>
            <ul class="problems" data-testid="similar">
              ${found.similar.map(
                ({ article_id, title }) =>
                  html`<li><a href="#knowledge/articles/${encodeURIComponent(article_id)}" dir="auto">${title}</a></li>`,
              )}
            </ul>`
          : nothing
      }`;
  }

  #said(found: Preview): TemplateResult {
    const { say } = this;
    if (this.place === "web")
      return html`<div class="shown" data-testid="preview">${drawBlocks(found.blocks, say)}</div>
        <p class="quiet">${say("kbCharacters", { count: found.characters })}</p>`;
    const sms = this.place === "sms";
    const counted = sms
      ? say("kbSmsParts", { count: found.sms_parts })
      : say("kbWechatParts", { count: found.wechat_parts });
    return html`<div class="shown plain" dir="auto" data-testid="preview">${found.text}</div>
      <p class="quiet" data-testid="counted">${say("kbCharacters", { count: found.characters })} · ${counted}</p>
      ${sms && !found.fits_sms ? html`<p class="stops">${say("kbSmsCut")}</p>` : nothing}`;
  }

  #problems(heading: Word, problems: readonly Problem[]): TemplateResult | typeof nothing {
    if (!problems.length) return nothing;
    return html`<h3>${this.say(heading)}</h3>
      <ul class="problems" data-testid="problems">
        ${problems.map(({ code, detail, stops }) => {
          const word = PROBLEMS[code];
          return html`<li class=${stops ? "stops" : ""}>${word ? this.say(word, { detail }) : code}</li>`;
        })}
      </ul>`;
  }

  /** The answer to an older content is dropped where a newer one was asked for meanwhile. */
  async #ask(): Promise<void> {
    const asked = ++this.#asked;
    const { content, articleId } = this;
    if (!content.title.trim() || !content.topic.trim()) {
      this.found = null;
      return;
    }
    const article_id = articleId === NEW ? null : articleId;
    try {
      const found = await this.staff.api.call<Preview>("POST", "/staff/kb/preview", { article_id, content });
      if (asked !== this.#asked) return;
      this.found = found;
      this.trouble = "";
    } catch (error) {
      if (asked === this.#asked) this.trouble = fault(error, this.say);
    }
  }
}

customElements.define("yq-kb-preview", YqKbPreview);
