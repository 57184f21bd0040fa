/** Defines <yq-kb-exchange>: articles as files, out of the studio and, checked first, into it. */

import { html, nothing, type TemplateResult } from "lit";
import { ApiError } from "../staff/api.ts";
import { base64, save } from "./files.ts";
import { drawPlan, type ImportPlan } from "./import-report.ts";
import { KnowledgePage } from "./page.ts";
import { type Names, topicName } from "./topics.ts";
import { listFilters } from "./unsaved.ts";

const KINDS = ["xlsx", "docx", "csv", "md"] as const;
const MOST_BYTES = 2_000_000;

/** `GET /staff/kb/export`. */
interface Exported {
  readonly name: string;
  readonly data: string;
  readonly count: number;
  readonly more: boolean;
}

/** A file as the hub takes it. */
interface Sent {
  readonly kind: string;
  readonly data: string;
}

export class YqKbExchange extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    topics: { state: true },
    plan: { state: true },
    fileName: { state: true },
    written: { state: true },
  };

  declare topics: readonly string[];
  /** What the chosen file would change. */
  declare plan: ImportPlan | null;
  declare fileName: string;
  /** Whether drafts were just written. */
  declare written: boolean;
  #file: Sent | null = null;
  #names: Names = {};

  constructor() {
    super();
    this.topics = [];
    this.plan = null;
    this.fileName = "";
    this.written = false;
  }

  override render(): TemplateResult {
    return html`${this.told()} ${this.#export()} ${this.staff.may("knowledge.edit") ? this.#import() : nothing}`;
  }

  protected override async load(): Promise<void> {
    const listed = await this.api.call<{ topics: string[]; names: Names }>("GET", "/staff/kb/articles");
    this.#names = listed.names;
    this.topics = listed.topics;
  }

  #export(): TemplateResult {
    const { say } = this;
    return html`<h2>${say("kbExport")}</h2>
      <p class="quiet">${say("kbExportWhy")}</p>
      <form class="bar" @submit=${this.#download} data-testid="export">
        <select name="kind" aria-label=${say("kbExportKind")}>
          ${KINDS.map((kind) => html`<option value=${kind}>${kind}</option>`)}
        </select>
        <select name="topic" aria-label=${say("kbTopic")}>
          <option value="">${say("kbAnyTopic")}</option>
          ${this.topics.map((topic) => html`<option value=${topic}>${topicName(topic, this.#names, this.language)}</option>`)}
        </select>
        <button class="secondary" data-testid="export-do" ?disabled=${this.busy}>${say("kbExportDo")}</button>
      </form>`;
  }

  #import(): TemplateResult {
    const { say, plan } = this;
    const written = plan ? plan.counts.new + plan.counts.changed : 0;
    return html`<h2>${say("kbImport")}</h2>
      <p class="quiet">${say("kbImportWhy")}</p>
      ${
        this.written
          ? html`<p>
            <a
              class="back"
              href="#knowledge/articles"
              data-testid="import-look"
              @click=${() => {
                listFilters.clear();
                listFilters.set("state", "draft");
              }}
              >${say("kbImportLook")}</a
            >
          </p>`
          : nothing
      }
      <div class="bar">
        <input
          type="file"
          accept=".xlsx,.docx,.csv,.md"
          aria-label=${say("kbImportFile")}
          data-testid="import-file"
          ?disabled=${this.busy}
          @change=${this.#choose}
        />
      </div>
      ${
        plan
          ? html`<h3 dir="auto">${this.fileName}</h3>
            ${this.#next(plan, written)} ${drawPlan(plan, say, this.#file?.kind === "docx")}`
          : nothing
      }`;
  }

  #next(plan: ImportPlan, written: number): TemplateResult {
    const { say } = this;
    if (plan.counts.wrong)
      return html`<p class="trouble" data-testid="import-mend">${say("kbImportMend", { count: plan.counts.wrong })}</p>`;
    if (!written) return html`<p class="quiet">${say("kbImportNothing")}</p>`;
    return html`<p>
      <button class="primary" data-testid="import-do" ?disabled=${this.busy} @click=${this.#write}>
        ${say("kbImportDo", { count: written })}
      </button>
    </p>`;
  }

  readonly #download = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const query = new URLSearchParams([...fields].map(([name, value]) => [name, String(value)]));
    await this.attempt(async () => {
      const exported = await this.api.call<Exported>("GET", `/staff/kb/export?${query}`);
      save(exported.name, exported.data);
      this.done = this.say(exported.more ? "kbExportedMore" : "kbExported", { count: exported.count });
    });
  };

  /** Checks a file as soon as it is chosen; choosing the same one again checks it again. */
  readonly #choose = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    if (!file) return;
    this.plan = this.#file = null;
    this.written = false;
    this.fileName = file.name;
    await this.attempt(async () => {
      const kind = KINDS.find((each) => file.name.toLowerCase().endsWith(`.${each}`));
      if (!kind) throw new Refused(this.say("kbImportKindUnknown"));
      if (file.size > MOST_BYTES) throw new Refused(this.say("kbImportLarge"));
      this.#file = { kind, data: base64(new Uint8Array(await file.arrayBuffer())) };
      await this.#check(this.#file);
    });
    input.value = "";
  };

  async #check(file: Sent): Promise<void> {
    this.plan = await this.api.call<ImportPlan>("POST", "/staff/kb/import/try", file);
  }

  readonly #write = async (): Promise<void> => {
    const { plan } = this;
    const file = this.#file;
    if (!plan || !file) return;
    let moved = false;
    await this.attempt(async () => {
      try {
        const body = { ...file, mark: plan.mark };
        const { written } = await this.api.call<{ written: number }>("POST", "/staff/kb/import", body);
        this.plan = this.#file = null;
        this.written = true;
        this.done = this.say("kbImported", { count: written });
      } catch (error) {
        if (!(error instanceof ApiError) || !["conflict", "wrong_rows"].includes(error.code)) throw error;
        moved = true;
        await this.#check(file);
      }
    });
    if (moved && !this.trouble) this.trouble = this.say("kbImportAgain");
  };

  protected override tell(error: unknown): void {
    if (error instanceof Refused) this.trouble = error.message;
    else if (error instanceof ApiError && error.code === "bad_input")
      this.trouble = this.say("kbImportUnreadable", { detail: error.detail });
    else super.tell(error);
  }
}

/** A file that is not sent at all; the message is for the editor. */
class Refused extends Error {}

customElements.define("yq-kb-exchange", YqKbExchange);
