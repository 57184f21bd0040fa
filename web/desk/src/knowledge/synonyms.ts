/** Defines <yq-kb-synonyms>: the words that mean the same, group by group, from a draft to what is searched by. */

import { html, nothing, type TemplateResult } from "lit";
import { ApiError } from "../staff/api.ts";
import type { Word } from "../words/index.ts";
import { KnowledgePage, typed } from "./page.ts";
import "./synonym-draft.ts";
import { type Group, groupsOf, matching, split, withGroup, withoutLine } from "./synonym-lines.ts";
import { type Draft, PATH, type Synonyms, versionName } from "./synonym-model.ts";
import "./synonym-try.ts";
import "./synonym-versions.ts";

/** Groups that are drawn at once; the words of the search narrow them down. */
const MOST = 100;

/** How often it is asked whether the index by the new list is in use. */
const AGAIN_MS = 2000;

/** The line of a group that is not there yet. */
const NEW = 0;

export class YqKbSynonyms extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    list: { state: true },
    words: { state: true },
    editing: { state: true },
    whole: { state: true },
  };

  declare list: Synonyms | null;
  declare words: string;
  /** The line whose words are edited; null for none. */
  declare editing: number | null;
  /** Whether the list is edited as one text. */
  declare whole: boolean;
  #timer = 0;
  /** What was there when somebody began to type: the draft's revision and the version in force. */
  #seen = { revision: 0, number: 0 };
  /** The text with which the edit of the whole began. */
  #begun = "";

  constructor() {
    super();
    this.list = this.editing = null;
    this.words = "";
    this.whole = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.#timer);
  }

  protected override again(): void {
    if (this.editing === null && !this.whole) void this.reload();
  }

  override render(): TemplateResult {
    const { say, list, staff, language } = this;
    if (!list) return html`${this.told()}${this.nothingHere("")}`;
    return html`<p class="quiet">${say("kbSynAbout")}</p>
      ${this.told()} ${this.#serving(list)}
      ${list.moved_on ? html`<p class="trouble" data-testid="syn-moved-on">${say("kbSynMovedOn")}</p>` : nothing}
      ${
        list.draft
          ? html`<yq-kb-synonym-draft
            .staff=${staff}
            .say=${say}
            .language=${language}
            .draft=${list.draft}
            .number=${list.number}
            @moved=${this.#moved}
          ></yq-kb-synonym-draft>`
          : nothing
      }
      <yq-kb-synonym-try
        .staff=${staff}
        .say=${say}
        .language=${language}
        .text=${this.#text}
      ></yq-kb-synonym-try>
      <h3>${say("kbSynGroups")}</h3>
      ${this.whole ? this.#wholeText() : this.#groups()}
      <yq-kb-synonym-versions
        .staff=${staff}
        .say=${say}
        .language=${language}
        .list=${list}
        @moved=${this.#moved}
      ></yq-kb-synonym-versions>`;
  }

  protected override async load(): Promise<void> {
    this.list = await this.api.call<Synonyms>("GET", PATH);
    window.clearTimeout(this.#timer);
    const { number, serving } = this.list;
    if (serving !== null && serving !== number && this.isConnected)
      this.#timer = window.setTimeout(() => void this.#look(), AGAIN_MS);
  }

  /** Looks quietly whether the index is built; what is typed stays as it is. */
  async #look(): Promise<void> {
    try {
      await this.load();
    } catch (error) {
      this.tell(error);
    }
  }

  get #text(): string {
    return this.list?.draft?.text ?? this.list?.text ?? "";
  }

  get #edits(): boolean {
    return this.staff.may("knowledge.edit");
  }

  #serving({ number, serving }: Synonyms): TemplateResult {
    const { say } = this;
    const name = versionName(number, say);
    if (serving === null) return html`<p class="quiet" data-testid="syn-serving">${say("kbSynNoIndex")}</p>`;
    return html`<p class="quiet" role="status" data-testid="syn-serving">
      ${serving === number ? say("kbSynServing", { version: name }) : say("kbSynComing", { version: name, before: versionName(serving, say) })}
    </p>`;
  }

  #groups(): TemplateResult {
    const { say } = this;
    const groups = groupsOf(this.#text);
    const found = matching(groups, this.words);
    return html`<div class="bar">
        <input
          type="search"
          maxlength="64"
          aria-label=${say("kbSynSearch")}
          placeholder=${say("kbSynSearch")}
          data-testid="syn-search"
          .value=${this.words}
          @input=${this.#search}
        />
        <span class="quiet" role="status">${say("kbSynCount", { found: found.length, of: groups.length })}</span>
        ${
          this.#edits
            ? html`<button class="secondary" data-testid="syn-add" ?disabled=${this.busy} @click=${() => this.#edit(NEW)}>${say("kbSynAdd")}</button
              ><button class="secondary" data-testid="syn-whole" @click=${this.#openWhole}>${say("kbSynWhole")}</button>`
            : nothing
        }
      </div>
      ${this.editing === NEW ? this.#form(NEW, []) : nothing}
      ${
        found.length
          ? html`<ul class="rows" data-testid="syn-groups">
            ${found.slice(0, MOST).map((each) => this.#row(each))}
          </ul>`
          : html`<p class="empty" data-testid="empty">${say(this.words ? "kbSynNoMatch" : "kbSynNone")}</p>`
      }
      ${found.length > MOST ? html`<p class="quiet">${say("kbSynMore", { most: MOST })}</p>` : nothing}`;
  }

  #row(group: Group): TemplateResult {
    const { say } = this;
    if (this.editing === group.line) return html`<li class="gap">${this.#form(group.line, group.words)}</li>`;
    const [first = "", ...others] = group.words;
    const act = (word: "kbSynChange" | "kbSynTakeOut", name: string, click: () => void): TemplateResult =>
      html`<button class="secondary" aria-label="${say(word)} ${first}" data-testid=${name} ?disabled=${this.busy} @click=${click}>${say(word)}</button>`;
    return html`<li data-testid="syn-group" data-line=${group.line}>
      <span class="wide" dir="auto"
        ><strong>${first}</strong> ${others.join(" ")} ${group.remark ? html`<span class="quiet">${group.remark}</span>` : nothing}</span
      >
      ${this.#edits ? html`${act("kbSynChange", "syn-change", () => this.#edit(group.line))}${act("kbSynTakeOut", "syn-take-out", () => this.#takeOut(group.line))}` : nothing}
    </li>`;
  }

  #form(line: number, words: readonly string[]): TemplateResult {
    const { say } = this;
    return html`<form class="bar ends" data-testid="syn-form" @submit=${(event: SubmitEvent) => void this.#write(event, line)}>
      <label class="wide"
        >${say("kbSynWords")}<input name="words" required maxlength="1600" autocomplete="off" dir="auto" .value=${words.join(" ")}
      /></label>
      <button class="primary" data-testid="syn-save" ?disabled=${this.busy}>${say("save")}</button>
      <button type="button" class="secondary" @click=${() => (this.editing = null)}>${say("kbSynLeave")}</button>
    </form>`;
  }

  #wholeText(): TemplateResult {
    const { say } = this;
    return html`<form @submit=${this.#writeWhole}>
      <label
        >${say("kbSynWholeWhy")}<textarea
          name="text"
          class="answer"
          maxlength="100000"
          dir="auto"
          spellcheck="false"
          data-testid="syn-text"
          .value=${this.#begun}
        ></textarea>
      </label>
      <div class="row">
        <button class="primary" data-testid="syn-text-save" ?disabled=${this.busy}>${say("kbSave")}</button>
        <button type="button" class="secondary" data-testid="syn-text-leave" @click=${() => (this.whole = false)}>${say("kbSynLeave")}</button>
      </div>
    </form>`;
  }

  /** What is saved later is saved over what is there now, and over nothing newer. */
  #keepSeen(): void {
    this.#seen = { revision: this.list?.draft?.revision ?? 0, number: this.list?.number ?? 0 };
  }

  readonly #openWhole = (): void => {
    this.#keepSeen();
    this.#begun = this.#text;
    this.whole = true;
  };

  #takeOut(line: number): void {
    this.#keepSeen();
    void this.#save(withoutLine(this.#text, line), "kbSynTakenOut");
  }

  #edit(line: number): void {
    this.#keepSeen();
    this.editing = line;
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLInputElement>("input[name=words]")?.focus();
    });
  }

  readonly #search = (event: Event): void => {
    this.words = typed(event);
  };

  readonly #moved = (event: CustomEvent<string>): void => {
    void this.reload().then(() => {
      this.done = event.detail;
    });
  };

  async #write(event: SubmitEvent, line: number): Promise<void> {
    event.preventDefault();
    const words = split(String(new FormData(event.target as HTMLFormElement).get("words") ?? ""));
    if (!words.length) return;
    const saved = await this.#save(withGroup(this.#text, line, words), "kbSynSaved", words);
    if (saved !== "failed") this.editing = null; // after somebody else's change the line may be another group's
  }

  readonly #writeWhole = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const text = String(new FormData(event.target as HTMLFormElement).get("text") ?? "");
    if ((await this.#save(text.replaceAll("\r\n", "\n"), "kbSynSaved")) === "saved") this.whole = false;
  };

  /** Writes the whole list; where somebody was faster, theirs is shown, and what was typed is told. */
  async #save(
    text: string,
    told: Word,
    typedWords: readonly string[] = [],
  ): Promise<"saved" | "met" | "failed"> {
    const { list } = this;
    if (!list) return "failed";
    let met = false;
    const saved = await this.attempt(async () => {
      try {
        const draft = await this.api.call<Draft>("PUT", `${PATH}/draft`, { ...this.#seen, text });
        this.list = { ...list, draft };
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== "conflict") throw error;
        met = true;
      }
    });
    if (met) {
      await this.reload();
      const words = typedWords.join(" ");
      this.trouble = words ? this.say("kbSynConflictWords", { words }) : this.say("kbSynConflict");
      return "met";
    }
    if (saved) this.done = this.say(told);
    return saved ? "saved" : "failed";
  }
}

customElements.define("yq-kb-synonyms", YqKbSynonyms);
