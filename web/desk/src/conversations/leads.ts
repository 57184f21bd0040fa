/** Defines <yq-leads>: what can be done with a conversation beside answering, and the sheets for it. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Staff } from "../staff/me.ts";
import type { Say, Word } from "../words/index.ts";
import type { Agreed } from "./agree.ts";
import { HOLD } from "./choose.ts";
import type { Target, Targets, TaskShown } from "./protocol.ts";
import type { Work } from "./work.ts";
import "../supervision/hand.ts";
import "./agree.ts";
import "./choose.ts";
import "./transfer.ts";

/** A sheet about the conversation. */
export type Sheet = "transfer" | "hold" | "agree" | "consult";

export class YqLeads extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      :host {
        display: contents;
      }
      button {
        white-space: nowrap;
      }
      .secondary {
        padding: 0 7px;
      }
      .with {
        margin: 0;
        color: var(--yq-quiet);
      }
    `,
  ];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    work: { attribute: false },
    task: { attribute: false },
    targets: { attribute: false },
    heard: { type: Number },
    sheet: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare work: Work;
  declare task: TaskShown;
  /** Where a conversation can be sent; null until that is known. */
  declare targets: Targets | null;
  /** How many messages are there. */
  declare heard: number;
  /** Which sheet is open. */
  declare sheet: Sheet | "";

  constructor() {
    super();
    this.sheet = "";
    this.targets = null;
    this.heard = 0;
  }

  /** Opens a sheet, where the conversation is being served. */
  open(sheet: Sheet): void {
    if (this.task.state !== "assigned" || (sheet === "consult" && this.task.consulted)) return;
    this.sheet = sheet;
    if (sheet === "transfer" || sheet === "consult") {
      this.work.targets = null;
      void this.work.wish({ type: "targets" });
    }
  }

  /** Ends the conversation. */
  readonly end = (): void => {
    if (this.task.state === "assigned") void this.work.wish({ type: "end", task: this.task.task });
  };

  override render(): TemplateResult {
    return html`${this.#buttons()} ${this.#sheet()}`;
  }

  #buttons(): TemplateResult | typeof nothing {
    const { say, task } = this;
    const plain = (type: "resume" | "end_consult" | "give_consulted", word: Word): TemplateResult =>
      this.#button(word, type, () => void this.work.wish({ type, task: task.task }));
    switch (task.state) {
      case "on_hold":
        return plain("resume", "resume");
      case "consulting":
        return html`<p class="with" role="status">${say("consultAsked", { name: task.asked_by ?? "" })}</p>
          ${plain("end_consult", "consultLeave")}`;
      case "assigned":
        return html`${
          task.consulted
            ? html`<p class="with" role="status" data-testid="consulted">
                  ${say("consultWith", { name: task.consulted })}
                </p>
                ${plain("give_consulted", "consultGive")} ${plain("end_consult", "consultEnd")}`
            : nothing
        }
          <yq-hand
            .staff=${this.staff}
            .say=${say}
            .task=${task.task}
            .heard=${this.heard}
          ></yq-hand>
          ${this.#opens("hold", "hold")} ${this.#opens("agree", "agree")}
          ${task.consulted ? nothing : this.#opens("consult", "consult")} ${this.#opens("transfer", "transfer")}
          ${this.#button("end", "end", this.end)}`;
      default:
        return nothing;
    }
  }

  #opens(sheet: Sheet, word: Word): TemplateResult {
    return this.#button(word, sheet, () => this.open(sheet));
  }

  #button(word: Word, name: string, does: () => void): TemplateResult {
    return html`<button class="secondary" data-testid=${name} @click=${does}>${this.say(word)}</button>`;
  }

  #sheet(): TemplateResult | typeof nothing {
    const { say, language } = this;
    switch (this.sheet) {
      case "agree":
        return html`<yq-agree .say=${say} .language=${language} @gone=${this.#gone} @agree=${this.#agree}></yq-agree>`;
      case "hold":
        return html`<yq-choose
          .say=${say}
          .language=${language}
          .question=${HOLD}
          @gone=${this.#gone}
          @chosen=${this.#hold}
        ></yq-choose>`;
      case "transfer":
      case "consult":
        return html`<yq-transfer
          .say=${say}
          .language=${language}
          .targets=${this.targets}
          ?consult=${this.sheet === "consult"}
          @gone=${this.#gone}
          @transfer=${this.#transfer}
        ></yq-transfer>`;
      default:
        return nothing;
    }
  }

  readonly #gone = (): void => {
    this.sheet = "";
  };

  readonly #agree = (event: CustomEvent<Agreed>): void => {
    this.sheet = "";
    void this.work.wish({ type: "agree", task: this.task.task, ...event.detail });
  };

  readonly #transfer = (event: CustomEvent<{ target: Target; note: string }>): void => {
    const consults = this.sheet === "consult";
    this.sheet = "";
    const { target, note } = event.detail;
    const { task } = this.task;
    if (!consults) void this.work.wish({ type: "transfer", task, note, ...target });
    else if ("agent" in target) void this.work.wish({ type: "consult", task, note, agent: target.agent });
  };

  readonly #hold = (event: CustomEvent<string>): void => {
    this.sheet = "";
    const later = event.detail === "0" ? {} : { for_s: Number(event.detail) };
    void this.work.wish({ type: "hold", task: this.task.task, ...later });
  };
}

customElements.define("yq-leads", YqLeads);
