/** Defines <yq-upload-news>: tells who listens how the files of their messages ended, each once. */

import type { Language } from "@yuanqiao/shared/words/language.ts";
import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { filesOf, type UploadState } from "../../chat/uploads.ts";
import type { View } from "../../chat/view.ts";
import { fileSpeaker } from "../../words/files.ts";
import { stateWords } from "./upload.ts";

const ENDS: ReadonlySet<UploadState["kind"]> = new Set(["ready", "broken", "lost", "refused"]);

/** Stands in a live region. */
export class YqUploadNews extends LitElement {
  static override properties = { view: { attribute: false }, language: {}, words: { state: true } };

  declare view: View | null;
  declare language: Language;
  declare words: string;
  #before: ReadonlyMap<string, UploadState["kind"]> = new Map();

  constructor() {
    super();
    this.view = null;
    this.language = "zh";
    this.words = "";
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("view") && this.view) this.#listen(this.view);
  }

  override render(): TemplateResult {
    return html`${this.words}`;
  }

  #listen({ drafts, uploads, uploadRules }: View): void {
    const say = fileSpeaker(this.language);
    const ended = drafts
      .flatMap((draft) => filesOf(draft.segments))
      .flatMap(({ upload, name }) => {
        const state = uploads.get(upload);
        const isNew = state && ENDS.has(state.kind) && this.#before.get(upload) !== state.kind;
        return isNew ? [say("uploadState", { name, state: stateWords(state, uploadRules, say) })] : [];
      });
    this.#before = new Map([...uploads].map(([upload, { kind }]) => [upload, kind]));
    if (ended.length > 0) this.words = ended.join(" ");
  }
}

customElements.define("yq-upload-news", YqUploadNews);
