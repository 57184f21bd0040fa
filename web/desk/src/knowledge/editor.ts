/** Defines <yq-kb-editor>: the fields of an article; says `edited` with the new content after each change. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { lengthOf } from "@yuanqiao/shared/components/text.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Staff } from "../staff/me.ts";
import type { Say, Word } from "../words/index.ts";
import "./for-whom.ts";
import { knowledgeStyles } from "./knowledge.styles.ts";
import "./links-field.ts";
import { type Marked, type Sign, withPicture, withSign } from "./markdown.ts";
import { type Content, NOTE_LIMIT, QUESTION_LIMIT, questionsIn, same } from "./model.ts";
import { typed } from "./page.ts";
import "./picture.ts";
import type { StoredPicture } from "./picture.ts";
import { pictureIn } from "./picture-file.ts";
import { NO_WORDS, type ReaderWords } from "./readers.ts";
import { type Names, topicCalled, topicName } from "./topics.ts";

const SIGNS: readonly (readonly [Sign, Word])[] = [
  ["bold", "kbBold"],
  ["steps", "kbSteps"],
  ["points", "kbPoints"],
  ["table", "kbTable"],
  ["link", "kbLink"],
];

export class YqKbEditor extends LitElement {
  static override styles = [base, formStyles, knowledgeStyles];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    content: { attribute: false },
    topics: { attribute: false },
    closed: { attribute: false },
    names: { attribute: false },
    readers: { attribute: false },
    language: { attribute: false },
    picture: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare content: Content;
  /** The categories that there are. */
  declare topics: readonly string[];
  /** Those of other branches, in which who writes may not write. */
  declare closed: readonly string[];
  declare names: Names;
  /** The words for readers that are in use already. */
  declare readers: ReaderWords;
  declare language: Language;
  /** The picture that is to be put into the answer. */
  declare picture: File | null;
  /** The questions as they are typed: empty lines stay while somebody writes. */
  #questions = "";

  constructor() {
    super();
    this.topics = this.closed = [];
    this.names = {};
    this.readers = NO_WORDS;
    this.picture = null;
  }

  override willUpdate(): void {
    if (!same(questionsIn(this.#questions), this.content.questions))
      this.#questions = this.content.questions.join("\n");
  }

  override render(): TemplateResult {
    const { say, content } = this;
    const called = topicName(content.topic, this.names, this.language);
    const isClosed = this.closed.includes(topicCalled(content.topic, this.names));
    const isNew =
      content.topic !== "" &&
      !isClosed &&
      !this.topics.includes(content.topic) &&
      !(content.topic in this.names);
    return html`<form @submit=${(event: Event) => event.preventDefault()} data-testid="editor">
      <div class="fields">
        <label
          >${say("kbTitle")}<input
            name="title"
            required
            maxlength="200"
            dir="auto"
            .value=${live(content.title)}
            @input=${(event: Event) => this.#edit({ title: typed(event) })}
        /></label>
        <label
          >${say("kbTopic")}<input
            name="topic"
            required
            maxlength="64"
            list="topics"
            dir="auto"
            aria-invalid=${isClosed}
            .value=${live(content.topic)}
            @input=${(event: Event) => this.#edit({ topic: typed(event) })}
            @change=${(event: Event) => this.#edit({ topic: topicCalled(typed(event), this.names) })}
          />${
            isClosed
              ? html`<span class="hint stops" role="alert" data-testid="topic-closed">${say("kbTopicClosed")}</span>`
              : nothing
          }${isNew ? html`<span class="hint" data-testid="topic-new">${say("kbTopicNew")}</span>` : nothing}${called === content.topic ? nothing : html`<span class="hint" data-testid="topic-name">${called}</span>`}</label
        >
        <datalist id="topics">
          ${this.topics.map((topic) => html`<option value=${topic} label=${topicName(topic, this.names, this.language)}></option>`)}
        </datalist>
      </div>
      ${this.#questionsField()} ${this.#answerField()}
      <div class="fields">
        <label
          >${say("kbFrom")}<input
            type="date"
            name="effective_from"
            required
            .value=${live(content.effective_from)}
            @change=${(event: Event) => this.#edit({ effective_from: typed(event) || content.effective_from })}
        /></label>
        <label
          >${say("kbTo")}<input
            type="date"
            name="effective_to"
            .value=${live(content.effective_to ?? "")}
            @change=${(event: Event) => this.#edit({ effective_to: typed(event) || null })}
        /></label>
      </div>
      <yq-kb-links
        .say=${say}
        .links=${content.links}
        @links=${(event: CustomEvent<Content["links"]>) => this.#edit({ links: event.detail })}
      ></yq-kb-links>
      <yq-kb-for-whom
        .say=${say}
        .content=${content}
        .known=${this.readers}
        @edited=${(event: CustomEvent<Partial<Content>>) => this.#edit(event.detail)}
      ></yq-kb-for-whom>
      ${this.#noteField()}
    </form>`;
  }

  #questionsField(): TemplateResult {
    const { say, content } = this;
    const long = content.questions.filter((each) => lengthOf(each) > QUESTION_LIMIT).length;
    return html`<label
      >${say("kbQuestions")}<textarea
        name="questions"
        rows="5"
        dir="auto"
        .value=${live(this.#questions)}
        @input=${(event: Event) => {
          this.#questions = typed(event);
          this.#edit({ questions: questionsIn(this.#questions) });
        }}
      ></textarea>
      <span class="hint">${say("kbQuestionCount", { count: content.questions.length })}</span>
      ${
        long
          ? html`<span class="hint stops">${say("kbQuestionLong", { count: long, limit: QUESTION_LIMIT })}</span>`
          : nothing
      }</label
    >`;
  }

  #answerField(): TemplateResult {
    const { say, content } = this;
    return html`<div>
      <label for="answer">${say("kbAnswer")}</label>
      <div class="bar signs" role="toolbar" aria-label=${say("kbSigns")}>
        ${SIGNS.map(
          ([sign, word]) =>
            html`<button type="button" class="secondary" data-testid="sign-${sign}" @click=${() => this.#put(sign)}>
              ${say(word)}
            </button>`,
        )}
        <button type="button" class="secondary" data-testid="sign-picture" @click=${this.#choose}>
          ${say("kbPictureAdd")}
        </button>
        <input
          type="file"
          class="hidden"
          accept="image/png,image/jpeg,image/webp"
          tabindex="-1"
          aria-label=${say("kbPictureAdd")}
          data-testid="picture-file"
          @change=${this.#chosen}
        />
      </div>
      ${
        this.picture
          ? html`<yq-kb-picture
            .staff=${this.staff}
            .say=${say}
            .file=${this.picture}
            @insert=${(event: CustomEvent<StoredPicture>) => this.#insert(event.detail)}
            @gone=${this.#close}
          ></yq-kb-picture>`
          : nothing
      }
      <textarea
        id="answer"
        name="answer"
        class="answer"
        maxlength="20000"
        dir="auto"
        .value=${live(content.answer)}
        @input=${(event: Event) => this.#edit({ answer: typed(event) })}
        @paste=${(event: ClipboardEvent) => this.#take(event, event.clipboardData)}
        @dragover=${this.#over}
        @drop=${(event: DragEvent) => this.#take(event, event.dataTransfer)}
      ></textarea>
      <span class="hint">${say("kbPictureHow")}</span>
      <span class="hint">${say("kbLength", { count: lengthOf(content.answer), limit: 20_000 })}</span>
    </div>`;
  }

  #noteField(): TemplateResult {
    const { say, content } = this;
    return html`<label class="agents"
      >${say("kbNote")}<textarea
        name="note"
        rows="4"
        maxlength=${NOTE_LIMIT}
        dir="auto"
        .value=${live(content.note)}
        @input=${(event: Event) => this.#edit({ note: typed(event) })}
      ></textarea>
      <span class="hint">${say("kbNoteHint", { count: lengthOf(content.note), limit: NOTE_LIMIT })}</span></label
    >`;
  }

  get #area(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector("#answer");
  }

  #put(sign: Sign): void {
    this.#change((marked) => withSign(marked, sign, this.say("kbTableText")));
  }

  #change(put: (marked: Marked) => Marked): void {
    const area = this.#area;
    if (!area) return;
    const { text, start, end } = put({
      text: area.value,
      start: area.selectionStart,
      end: area.selectionEnd,
    });
    area.value = text;
    area.focus();
    area.setSelectionRange(start, end);
    this.#edit({ answer: text });
  }

  readonly #choose = (): void => {
    this.renderRoot.querySelector<HTMLInputElement>("[type=file]")?.click();
  };

  readonly #chosen = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    this.picture = input.files?.[0] ?? null;
    input.value = ""; // the same file may be chosen again
  };

  /** Lets files be dropped; words go on being dropped as they always were. */
  readonly #over = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  };

  /** Takes a picture that was pasted or dropped; what brings words, too, as a table does, stays words. */
  #take(event: Event, data: DataTransfer | null): void {
    if (!data?.files.length || data.types.includes("text/plain")) return;
    event.preventDefault();
    this.picture = pictureIn(data.files) ?? data.files[0] ?? null;
  }

  readonly #close = (): void => {
    this.picture = null;
    this.#area?.focus();
  };

  #insert({ alt, source }: StoredPicture): void {
    this.picture = null;
    this.#change((marked) => withPicture(marked, alt, source));
  }

  #edit(change: Partial<Content>): void {
    this.dispatchEvent(new CustomEvent<Content>("edited", { detail: { ...this.content, ...change } }));
  }
}

customElements.define("yq-kb-editor", YqKbEditor);
