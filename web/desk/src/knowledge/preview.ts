/** Defines <yq-kb-preview>: what customers would read on each channel, and what is to be mended, while one writes. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { formStyles } from "../shell/form.styles.ts";
import { ApiError } from "../staff/api.ts";
import type { Staff } from "../staff/me.ts";
import type { Say, Word } from "../words/index.ts";
import { type Block, drawBlocks } from "./blocks.ts";
import { fault } from "./faults.ts";
import { knowledgeStyles } from "./knowledge.styles.ts";
import { withWholeLinks } from "./links.ts";
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
  readonly values_from: string | null;
  readonly missing: readonly string[];
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
    turning: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare content: Content;
  declare articleId: string;
  declare found: Preview | null;
  declare place: Place;
  declare trouble: string;
  /** Whether a figure is being turned into a value. */
  declare turning: boolean;
  #pause = 0;
  #asked = 0;

  constructor() {
    super();
    this.found = null;
    this.place = "web";
    this.trouble = "";
    this.turning = false;
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
    const missing = found.missing.join(say("comma"));
    return html`${found.said ? this.#said(found) : html`<p class="stops" data-testid="not-said">${say("kbNotSaid")}</p>`}
      ${missing ? html`<p class="stops" data-testid="missing">${say("kbValueMissing", { values: missing })}</p>` : nothing}
      ${found.values_from ? html`<p class="quiet" data-testid="values-from">${say("kbValuesFrom", { day: found.values_from })}</p>` : nothing}
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
        ${problems.map(({ code, detail, stops, figure }) => {
          const word = PROBLEMS[code];
          return html`<li class=${stops ? "stops" : ""}>
            ${word ? this.say(word, { detail: figure || detail }) : code} ${figure ? this.#turn(figure) : nothing}
          </li>`;
        })}
      </ul>`;
  }

  #turn(figure: string): TemplateResult | typeof nothing {
    if (!this.staff.may("knowledge.edit")) return nothing;
    const word = this.say("kbFigureToValue");
    return html`<button
      class="secondary"
      aria-label="${word} ${figure}"
      data-testid="figure-to-value"
      ?disabled=${this.turning}
      @click=${() => void this.#toValue(figure)}
    >
      ${word}
    </button>`;
  }

  /** Hands the figure in as a value, and says `edited` with the answer that names it. */
  async #toValue(figure: string): Promise<void> {
    const { content, articleId } = this;
    this.turning = true;
    try {
      const { answer } = await this.staff.api.call<{ answer: string }>(
        "POST",
        "/staff/kb/values/from-figure",
        {
          answer: content.answer,
          figure,
          product: articleId === NEW ? content.topic : articleId,
          valid_from: content.effective_from,
        },
      );
      this.trouble = "";
      if (this.content.answer === content.answer)
        this.dispatchEvent(new CustomEvent<Content>("edited", { detail: { ...this.content, answer } }));
      else this.trouble = this.say("kbFigureMoved"); // somebody went on typing: their words stay
    } catch (error) {
      const elsewhere = error instanceof ApiError && error.code === "bad_input";
      this.trouble = elsewhere ? this.say("kbFigureElsewhere") : fault(error, this.say);
    } finally {
      this.turning = false;
    }
  }

  /** The answer to an older content is dropped where a newer one was asked for meanwhile. */
  async #ask(): Promise<void> {
    const asked = ++this.#asked;
    const { articleId } = this;
    const content = withWholeLinks(this.content);
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
