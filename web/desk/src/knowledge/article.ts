/** Defines <yq-kb-article>: one article, from its first words to the version that customers read. */

import { html, nothing, type TemplateResult } from "lit";
import { ApiError } from "../staff/api.ts";
import "./editor.ts";
import "./merge-view.ts";
import "./preview.ts";
import "./replay.ts";
import "./versions.ts";
import { type AboutWanted, drawAbout } from "./about.ts";
import { keepClear } from "./clear.ts";
import {
  type Article,
  type Content,
  emptyContent,
  merge,
  type Merge,
  same,
  type Seen,
  seenOf,
} from "./model.ts";
import { hasBrokenLink } from "./links.ts";
import { KnowledgePage } from "./page.ts";
import { drawRead } from "./read.ts";
import { NO_WORDS, type ReaderWords } from "./readers.ts";
import { tellStepped } from "./reviews.ts";
import { drawState } from "./state.ts";
import { type Asking, drawSteps, type StepActs, type StepsShown } from "./steps.ts";
import { type Category, type Names, namesOf, topicCalled, topicName } from "./topics.ts";
import { NEW, toClose, unsaved } from "./unsaved.ts";

/** While a colleague has it, an article is looked at so often: who waits sees the approval by themselves. */
const LOOK_AGAIN_MS = 5000;

/** What somebody else saved meanwhile. */
interface Clash {
  readonly article: Article;
  readonly merge: Merge;
}

export class YqKbArticle extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    articleId: { attribute: false },
    article: { state: true },
    mine: { state: true },
    topics: { state: true },
    closed: { state: true },
    names: { state: true },
    readers: { state: true },
    clash: { state: true },
    asking: { state: true },
    comment: { state: true },
  };

  /** The article's id; `NEW` for one that is to be written. */
  declare articleId: string;
  declare article: Article | null;
  /** The content as it stands in the editor. */
  declare mine: Content;
  declare topics: readonly string[];
  /** Categories of other branches. */
  declare closed: readonly string[];
  declare names: Names;
  declare readers: ReaderWords;
  declare clash: Clash | null;
  declare asking: Asking;
  declare comment: string;
  #before: Content = emptyContent("");
  #looking = 0;
  #seen: Seen = { revision: 0, version: 0 };
  #gaps: readonly string[] = [];

  constructor() {
    super();
    this.article = null;
    this.mine = this.#before;
    this.topics = this.closed = [];
    this.names = {};
    this.readers = NO_WORDS;
    this.clash = null;
    this.asking = "";
    this.comment = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#looking = window.setInterval(() => {
      if (this.article?.draft?.state === "review" && document.visibilityState === "visible") this.again();
    }, LOOK_AGAIN_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.#looking);
  }

  override render(): TemplateResult {
    const { say } = this;
    const back = html`<p><a class="back" href="#knowledge/articles" data-testid="to-list">${say("kbToList")}</a></p>`;
    if (!this.article && this.articleId !== NEW)
      return html`${back} ${this.told()} ${this.nothingHere(say("kbGone"))}`;
    if (this.clash) return html`${back} ${this.#merge(this.clash)}`;
    return html`${back}
      <h2 dir="auto">${this.article ? this.article.content.title : say("kbNew")}</h2>
      ${this.article ? drawState(this.article, say) : nothing} ${this.told()}
      <div class="two">
        <div @click=${this.#clear} @keyup=${this.#clear} @input=${this.#clear}>${this.#edits ? this.#editor() : drawRead(this.mine, topicName(this.mine.topic, this.names, this.language), say)}</div>
        <aside>
          <yq-kb-preview
            .staff=${this.staff}
            .say=${say}
            .content=${this.mine}
            .articleId=${this.articleId}
            @edited=${(event: CustomEvent<Content>) => this.#edited(event.detail)}
          ></yq-kb-preview>
          ${this.article ? this.#beside(this.article) : nothing}
          <yq-kb-replay
            .staff=${this.staff}
            .say=${say}
            .content=${this.mine}
            .articleId=${this.articleId}
          ></yq-kb-replay>
        </aside>
      </div>
      ${this.#bar()}`;
  }

  protected override async load(): Promise<void> {
    if (this.articleId === NEW) {
      this.mine = this.#before = emptyContent(this.staff.today());
      this.#restore();
    }
    const [{ categories }, readers, article] = await Promise.all([
      this.api.call<{ categories: Category[] }>("GET", "/staff/kb/categories"),
      this.api.call<ReaderWords>("GET", "/staff/kb/readers"),
      this.articleId === NEW ? null : this.#get(),
    ]);
    const topicsOf = (writable: boolean): string[] =>
      categories.filter((each) => each.writable === writable).map(({ topic }) => topic);
    this.names = namesOf(categories);
    this.topics = topicsOf(true);
    this.closed = this.#edits ? topicsOf(false) : [];
    this.readers = readers;
    if (article) {
      this.#take(article);
      this.#restore();
    }
    await this.#closeGaps();
  }

  /** Brings back what was typed before and not saved. */
  #restore(): void {
    const kept = unsaved.get(this.articleId);
    if (!kept) return;
    this.mine = kept.mine;
    this.#before = kept.before;
    this.#seen = kept.seen;
    this.#gaps = kept.gaps;
  }

  get #edits(): boolean {
    return this.staff.may("knowledge.edit");
  }

  get #dirty(): boolean {
    return !same(this.mine, this.#before);
  }

  get #path(): string {
    return `/staff/kb/articles/${encodeURIComponent(this.articleId)}`;
  }

  #get(): Promise<Article> {
    return this.api.call<Article>("GET", this.#path);
  }

  #take(article: Article): void {
    this.article = article;
    this.mine = this.#before = article.content;
    this.#seen = seenOf(article);
    this.asking = this.comment = "";
  }

  #editor(): TemplateResult {
    return html`<yq-kb-editor
      .staff=${this.staff}
      .say=${this.say}
      .content=${this.mine}
      .topics=${this.topics}
      .closed=${this.closed}
      .names=${this.names}
      .readers=${this.readers}
      .language=${this.language}
      @edited=${(event: CustomEvent<Content>) => this.#edited(event.detail)}
    ></yq-kb-editor>`;
  }

  /** The steps that are open to who sits there. */
  #bar(): TemplateResult | typeof nothing {
    const { article, staff } = this;
    const shown: StepsShown = {
      state: article?.draft?.state,
      own: article?.draft?.authors.includes(staff.me?.account_id ?? "") ?? false,
      live: article?.versions.some(({ state }) => state === "published" || state === "scheduled") ?? false,
      dirty: this.#dirty,
      busy: this.busy,
      closed: this.closed.includes(topicCalled(this.mine.topic, this.names)) ? this.say("kbTopicClosed") : "",
      asking: this.asking,
      comment: this.comment,
      may: (right) => staff.may(right),
    };
    const acts: StepActs = {
      save: this.#save,
      step: (name) => void (name === "publish" ? this.#publish() : this.#step(name)),
      ask: (what) => (this.asking = what),
      comment: (text) => (this.comment = text),
      giveBack: () => void this.#step("give-back", { comment: this.comment.trim() }),
      withdraw: this.#withdraw,
    };
    return drawSteps(shown, acts, this.say);
  }

  #beside(article: Article): TemplateResult {
    return html`<yq-kb-versions
        .staff=${this.staff}
        .say=${this.say}
        .language=${this.language}
        .article=${article}
        .unsaved=${this.#dirty}
        @rolled-back=${this.reload}
      ></yq-kb-versions>
      ${drawAbout(article, this.staff.me?.account_id ?? "", this.say, this.#edits ? this.#saveAbout : null)}`;
  }

  #merge(clash: Clash): TemplateResult {
    return html`<yq-kb-merge
      .say=${this.say}
      .original=${this.#before}
      .mine=${this.mine}
      .theirs=${clash.article.content}
      .merge=${clash.merge}
      @merged=${(event: CustomEvent<Content>) => this.#merged(clash.article, event.detail)}
    ></yq-kb-merge>`;
  }

  #edited(content: Content): void {
    this.mine = content;
    this.done = "";
    if (this.trouble === this.say("kbLinkMend") && !hasBrokenLink(content)) this.trouble = "";
    if (this.#dirty) this.#keep();
    else unsaved.delete(this.articleId);
  }

  /** Behind the click, so that nothing moves under the pointer, and once the bar is as high as it will be. */
  readonly #clear = (event: Event): void => {
    const [field] = event.composedPath();
    void this.updateComplete.then(() =>
      keepClear(field, this.renderRoot.querySelector<HTMLElement>(".steps")),
    );
  };

  #keep(): void {
    unsaved.set(this.articleId, {
      mine: this.mine,
      before: this.#before,
      seen: this.#seen,
      gaps: this.#gaps,
    });
  }

  readonly #save = async (): Promise<void> => {
    if (hasBrokenLink(this.mine)) {
      this.done = "";
      this.trouble = this.say("kbLinkMend");
      return;
    }
    const saved = await this.attempt(() => (this.articleId === NEW ? this.#begin() : this.#write()));
    if (saved && !this.clash && this.articleId !== NEW) this.done = this.say("saved");
  };

  async #begin(): Promise<void> {
    const made = await this.api.call<Article>("POST", "/staff/kb/articles", { content: this.mine });
    if (this.#gaps.length) toClose.set(made.article_id, this.#gaps);
    unsaved.delete(NEW);
    location.hash = `knowledge/articles/${encodeURIComponent(made.article_id)}`;
  }

  /** Writes the draft; where somebody else was quicker, both changes are laid side by side. */
  async #write(): Promise<void> {
    const { mine } = this;
    try {
      await this.api.call("PUT", `${this.#path}/draft`, { ...this.#seen, content: mine });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "conflict") throw error;
      const article = await this.#get();
      this.clash = { article, merge: merge(this.#before, mine, article.content) };
      return;
    }
    unsaved.delete(this.articleId);
    await this.#renew(mine);
  }

  /** Shows what is there now; what was typed since `sent` was on its way stays. */
  async #renew(sent: Content): Promise<void> {
    const fresh = await this.#get();
    const later = this.mine;
    this.#take(fresh);
    if (same(later, sent)) return;
    this.mine = later;
    this.#keep();
  }

  /** Goes on from both changes; nothing is written before the editor has looked at it. */
  #merged(article: Article, content: Content): void {
    this.#take(article);
    this.mine = content;
    this.clash = null;
    if (this.#dirty) this.#keep();
    else unsaved.delete(this.articleId);
    this.done = this.say("kbMerged");
  }

  /** Takes a step with the draft; where it moved on meanwhile, what is there now is shown. */
  async #step(name: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const { mine } = this;
    await this.attempt(async () => {
      const body = { revision: this.#seen.revision, ...more };
      try {
        await this.api.call("POST", `${this.#path}/${name}`, body);
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== "conflict") throw error;
        this.trouble = this.say("kbMovedOn");
      }
      await this.#renew(mine);
    });
    tellStepped(this);
  }

  async #publish(): Promise<void> {
    const before = this.article?.version ?? 0;
    await this.#step("publish");
    const version = this.article?.version ?? 0;
    if (version > before && !this.trouble) this.done = this.say("kbPublishedAs", { version });
  }

  readonly #withdraw = async (): Promise<void> => {
    const { mine } = this;
    await this.attempt(async () => {
      await this.api.call("POST", `${this.#path}/withdraw`);
      await this.#renew(mine);
    });
  };

  readonly #saveAbout = async (about: AboutWanted, form: HTMLFormElement): Promise<void> => {
    const { mine } = this;
    let settled = false; // then the form shows what stands there now, a colleague's words among it
    const saved = await this.attempt(async () => {
      try {
        this.article = await this.api.call<Article>("PUT", `${this.#path}/about`, about);
        settled = true;
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== "conflict") throw error;
        await this.#renew(mine);
        settled = true;
        throw error;
      }
    });
    if (saved) this.done = this.say("saved");
    await this.updateComplete;
    if (settled) form.reset();
  };

  protected override again(): void {
    if (!this.article || this.#dirty || this.busy || this.clash || this.asking) return;
    this.#renew(this.mine).catch(() => undefined); // the next step tells what is wrong
  }

  /** Closes the gaps that this article was written for. */
  async #closeGaps(): Promise<void> {
    const gaps = toClose.get(this.articleId);
    if (!gaps) return;
    await this.api.call("POST", "/staff/kb/gaps/close", { gaps });
    toClose.delete(this.articleId);
  }
}

customElements.define("yq-kb-article", YqKbArticle);
