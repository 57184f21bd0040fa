/** Defines <yq-video-scripts>: the scripts of flows; one writes a draft, somebody else approves it. */

import { css, html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { PeoplePage } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Word } from "../words/index.ts";
import "./script-editor.ts";
import type { Written } from "./script-editor.ts";
import {
  type Change,
  changeOf,
  type Content,
  KIND_WORDS,
  leftOut,
  type ScriptKept,
} from "./scripts-model.ts";

const FAULTS = { conflict: "scConflict", own_work: "scOwnWork", bad_input: "scBadInput" } as const;
const CHANGES: Readonly<Record<Exclude<Change, "">, Word>> = {
  new: "scNew",
  changed: "scChanged",
  moved: "scMoved",
};

export class YqVideoScripts extends PeoplePage {
  static override styles = [
    base,
    formStyles,
    peopleStyles,
    css`
      ol {
        padding-inline-start: 20px;
      }
      li {
        margin-bottom: 6px;
        overflow-wrap: anywhere;
      }
      .mark {
        color: var(--yq-attention);
        font-weight: 500;
      }
    `,
  ];
  static override properties = {
    ...PeoplePage.properties,
    scripts: { state: true },
    open: { state: true },
    writing: { state: true },
  };

  declare scripts: readonly ScriptKept[];
  /** The name of the one that is looked at; empty: none. */
  declare open: string;
  /** What is being written: a script's name, or `+` for a new one; empty: nothing. */
  declare writing: string;

  constructor() {
    super();
    this.scripts = [];
    this.open = "";
    this.writing = "";
  }

  override render(): TemplateResult {
    const { say, staff, writing } = this;
    const shown = this.scripts.find(({ script_id }) => script_id === this.open);
    return html`<p class="quiet">${say("scWhat")}</p>
      ${this.open || writing ? nothing : this.told()}
      ${
        staff.may("flows.write")
          ? html`<p><button class="secondary" data-testid="new-script" @click=${() => (this.writing = "+")}>${say("scAdd")}</button></p>`
          : nothing
      }
      ${this.scripts.length ? this.#table() : this.nothingHere(say("scNone"))}
      ${shown && !writing ? this.#sheet(shown) : nothing} ${writing ? this.#editor() : nothing}`;
  }

  protected override async load(): Promise<void> {
    this.scripts = (await this.api.call<{ scripts: ScriptKept[] }>("GET", "/staff/video-scripts")).scripts;
  }

  #title({ live, draft, script_id }: ScriptKept): string {
    const content = live ?? draft;
    return (this.language === "zh" ? content?.zh : content?.en) ?? script_id;
  }

  #table(): TemplateResult {
    const { say } = this;
    return html`<table data-testid="scripts">
      <thead>
        <tr>
          <th scope="col">${say("rcFlow")}</th>
          <th scope="col">${say("scVersion")}</th>
          <th scope="col" class="wide">${say("scSteps")}</th>
          <th scope="col">${say("scDraft")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.scripts.map(
          (each) =>
            html`<tr data-testid="script" data-script=${each.script_id}>
              <td>
                <button class="open" @click=${() => (this.open = each.script_id)}>${this.#title(each)}</button>
                ${each.live?.recorded ? html`<div class="quiet">${say("recordings")}</div>` : nothing}
              </td>
              <td>${each.version || "–"}</td>
              <td class="wide">${each.live?.steps.length ?? "–"}</td>
              <td>${each.draft ? html`<span class="mark">${say("scWaits")}</span>` : "–"}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #sheet(script: ScriptKept): TemplateResult {
    const { say, language, staff } = this;
    return html`<yq-sheet
      .heading=${this.#title(script)}
      .language=${language}
      @gone=${() => {
        this.open = "";
        this.trouble = this.done = "";
      }}
    >
      ${this.told()} ${script.draft ? this.#draft(script, script.draft) : nothing}
      ${
        script.live
          ? html`<h3>${say("scLive", { version: String(script.version) })}</h3>
              ${this.#steps(script.live, null)}`
          : nothing
      }
      ${
        staff.may("flows.write")
          ? html`<p>
              <button class="secondary" data-testid="edit-script" @click=${() => (this.writing = script.script_id)}>
                ${say(script.draft ? "scEditDraft" : "scEdit")}
              </button>
            </p>`
          : nothing
      }
      <h3>${say("scVersions")}</h3>
      <ul>
        ${script.versions.map(
          ({ version, approved_by, approved_at }) =>
            html`<li>
              ${version} ·
              ${say("scApproved", { name: approved_by || "–", when: fullMoment(Date.parse(approved_at), language) })}
            </li>`,
        )}
        ${script.versions.some(({ version }) => version === 1) ? nothing : html`<li>1 · ${say("scCame")}</li>`}
      </ul>
    </yq-sheet>`;
  }

  #draft(script: ScriptKept, draft: Content): TemplateResult {
    const { say, staff } = this;
    return html`<section data-testid="draft">
      <h3>${say("scDraftBy", { name: script.draft_by || "–" })}</h3>
      ${this.#steps(draft, script)}
      <div class="row">
        ${
          staff.may("flows.approve")
            ? html`<button class="primary" data-testid="approve-script" ?disabled=${this.busy || script.own_draft} @click=${() => void this.#send(script, "approve")}>
                ${say("scApprove")}
              </button>`
            : nothing
        }
        ${
          staff.may("flows.write")
            ? html`<button class="secondary" data-testid="discard-script" ?disabled=${this.busy} @click=${() => void this.#send(script, "discard")}>
                ${say("scDiscard")}
              </button>`
            : nothing
        }
      </div>
      ${script.own_draft ? html`<p class="quiet">${say("scOwnWork")}</p>` : nothing}
    </section>`;
  }

  #steps(content: Content, against: ScriptKept | null): TemplateResult {
    const { say, language } = this;
    const words = (zh: string, en: string): string => (language === "zh" ? zh : en);
    return html`<ol>
        ${content.steps.map((step, at) => {
          const change = against ? changeOf(step, at, against.live) : "";
          const answers = step.answers.length ? ` → ${step.answers.join(" / ")}` : "";
          return html`<li>
            ${change ? html`<span class="mark">${say(CHANGES[change])}</span> ` : nothing}<span class="quiet"
              >${say(KIND_WORDS[step.kind])}</span
            >
            ${words(step.zh, step.en)}${answers}
          </li>`;
        })}
      </ol>
      ${
        against
          ? leftOut(content, against.live).map(
              (step) => html`<p><span class="mark">${say("scLeftOut")}</span> ${words(step.zh, step.en)}</p>`,
            )
          : nothing
      }`;
  }

  #editor(): TemplateResult {
    const { say, language, staff, writing } = this;
    const script = this.scripts.find(({ script_id }) => script_id === writing);
    const close = (): void => {
      this.writing = "";
      this.trouble = "";
    };
    return html`<yq-sheet .heading=${script ? this.#title(script) : say("scAdd")} .language=${language} @gone=${close}>
      ${this.told()}
      <yq-script-editor
        .staff=${staff}
        .say=${say}
        .language=${language}
        .content=${script?.draft ?? script?.live ?? null}
        .fresh=${!script}
        @gone=${close}
        @written=${(event: CustomEvent<Written>) => void this.#write(script, event.detail)}
      ></yq-script-editor>
    </yq-sheet>`;
  }

  async #write(script: ScriptKept | undefined, { name, content }: Written): Promise<void> {
    const [path, body] = script
      ? [`/staff/video-scripts/${script.script_id}/draft`, { revision: script.revision, content }]
      : ["/staff/video-scripts", { name, content }];
    if (await this.#ask(path, body)) {
      this.writing = "";
      this.open = script?.script_id ?? name;
      this.done = this.say("scWritten");
    }
  }

  async #send(script: ScriptKept, what: "approve" | "discard"): Promise<void> {
    const path = `/staff/video-scripts/${script.script_id}/${what}`;
    if (await this.#ask(path, { revision: script.revision }))
      this.done = this.say(what === "approve" ? "scApprovedDone" : "scDiscarded");
  }

  #ask(path: string, body: unknown): Promise<boolean> {
    return this.attempt(async () => {
      this.scripts = (await this.api.call<{ scripts: ScriptKept[] }>("POST", path, body)).scripts;
    }, FAULTS);
  }
}

customElements.define("yq-video-scripts", YqVideoScripts);
