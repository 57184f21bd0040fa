/** Defines <yq-transfer>: a conversation goes on to somebody else. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say } from "../words/index.ts";
import { statusName } from "./list.ts";
import type { Target, Targets } from "./protocol.ts";

const KINDS = ["queue", "agent", "skill"] as const;

/** Says `transfer` with the target and the note, or `gone`. */
export class YqTransfer extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      textarea {
        font: inherit;
        font-weight: 400;
        color: inherit;
        min-height: 96px;
        padding: 8px 12px;
        border: 1px solid var(--yq-line-control);
        border-radius: var(--yq-radius-control);
        background: var(--yq-ground);
      }
    `,
  ];
  static override properties = {
    say: { attribute: false },
    language: { attribute: false },
    targets: { attribute: false },
    consult: { type: Boolean },
  };

  declare say: Say;
  declare language: Language;
  declare targets: Targets | null;
  /** A colleague is only asked: the conversation stays. */
  declare consult: boolean;

  constructor() {
    super();
    this.consult = false;
  }

  override render(): TemplateResult {
    return html`<yq-sheet
      .heading=${this.say(this.#word)}
      .language=${this.language}
      @gone=${() => this.dispatchEvent(new CustomEvent("gone"))}
    >
      ${this.targets ? this.#form(this.targets) : html`<p role="status">${this.say("loading")}</p>`}
    </yq-sheet>`;
  }

  get #word(): "consult" | "transfer" {
    return this.consult ? "consult" : "transfer";
  }

  #form({ queues, agents, skills }: Targets): TemplateResult {
    const { say } = this;
    const option = (kind: string, id: string, name: string): TemplateResult =>
      html`<option value="${kind}:${id}">${name}</option>`;
    const queueName = (each: Targets["queues"][number]): string =>
      this.language === "en" ? each.name_en || each.name : each.name;
    return html`<form data-testid="transfer-form" @submit=${this.#submit}>
      <label>
        ${say(this.consult ? "consultWhom" : "transferTo")}
        <select name="to" required data-testid="transfer-to">
          <option value="" disabled selected>${say("choose")}</option>
          ${
            this.consult
              ? nothing
              : html`<optgroup label=${say("queues")}>
                ${queues.map((each) => option("queue", each.id, queueName(each)))}
              </optgroup>`
          }
          <optgroup label=${say("colleagues")}>
            ${agents.map((each) => option("agent", each.id, `${each.name} · ${statusName(each.status, say)}`))}
          </optgroup>
          ${
            this.consult
              ? nothing
              : html`<optgroup label=${say("skills")}>${skills.map((each) => option("skill", each, each))}</optgroup>`
          }
        </select>
      </label>
      <label>
        ${say(this.consult ? "consultNote" : "transferNote")}
        <textarea name="note" required maxlength="2000" data-testid="transfer-note"></textarea>
      </label>
      <div class="row"><button class="primary" data-testid="transfer-do">${say(this.#word)}</button></div>
    </form>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const [kind, ...rest] = String(form.get("to") ?? "").split(":");
    const note = String(form.get("note") ?? "").trim();
    const known = KINDS.find((each) => each === kind);
    if (!known || !note) return;
    const target = { [known]: rest.join(":") } as unknown as Target;
    this.dispatchEvent(new CustomEvent("transfer", { detail: { target, note } }));
  };
}

customElements.define("yq-transfer", YqTransfer);
