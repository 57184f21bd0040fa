/** Defines <yq-watch>: a conversation that is read along, and what a supervisor can do in it. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { reasonName } from "../conversations/known.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import type { Lookout } from "./lookout.ts";
import "../conversations/log.ts";

/** Words of a supervisor, and to whom they go. */
export interface Spoken {
  readonly kind: "whisper" | "join";
  readonly text: string;
  /** By which the hub knows words that are sent again. */
  readonly wish: string;
}

/** Says `spoken`, `enter`, `leave`, `take-over`, `give`, `end` and `back`. */
export class YqWatch extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        height: 100%;
        min-height: 0;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        padding: 12px 16px;
        border-bottom: 1px solid var(--yq-line);
      }
      h1 {
        flex: 1 1 160px;
        margin: 0;
        font-size: 16px;
      }
      .seen {
        flex: 1 0 100%;
        margin: 0;
        color: var(--yq-quiet);
        font-size: var(--yq-small);
      }
      yq-desk-log {
        flex: 1;
        min-height: 0;
      }
      form {
        gap: 8px;
        padding: 12px 16px;
        border-top: 1px solid var(--yq-line);
      }
      .to {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        margin: 0;
        padding: 0;
        border: 0;
      }
      .to label {
        display: flex;
        align-items: center;
        gap: 6px;
        min-height: 32px;
        font-weight: 400;
      }
      .to input {
        width: 18px;
        min-height: 18px;
        margin: 0;
        accent-color: var(--yq-brand);
      }
      textarea {
        font: inherit;
        font-weight: 400;
        color: inherit;
        min-height: 64px;
        padding: 8px 12px;
        border: 1px solid var(--yq-line-control);
        border-radius: var(--yq-radius-control);
        background: var(--yq-ground);
      }
      form.whisper textarea {
        background: var(--yq-attention-ground);
      }
      .nothing {
        padding: 24px 16px;
        color: var(--yq-quiet);
      }
      .trouble {
        margin: 8px 16px;
      }
      .danger {
        border-color: var(--yq-danger);
        color: var(--yq-danger);
      }
    `,
  ];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    lookout: { attribute: false },
    seen: { attribute: false },
    trouble: { attribute: false },
    kind: { state: true },
    text: { state: true },
    meant: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare lookout: Lookout;
  /** Grows with each change of what is seen. */
  declare seen: number;
  declare trouble: string;
  declare kind: Spoken["kind"];
  declare text: string;
  /** Whether a click more takes over. */
  declare meant: boolean;
  #wish = "";

  constructor() {
    super();
    this.trouble = this.text = "";
    this.seen = 0;
    this.kind = "whisper";
    this.meant = false;
  }

  /** What was written has gone. */
  sent(): void {
    this.text = "";
    this.#wish = "";
  }

  override render(): TemplateResult {
    const { say } = this;
    const { watched, refused, task, board } = this.lookout;
    const row = board?.conversations.find((each) => each.task === task);
    const served = row?.state === "assigned" || row?.state === "on_hold";
    const others = watched?.participants.length
      ? html` · ${say("svTakePart", { names: watched.participants.join(say("comma")) })}`
      : nothing;
    return html`<header>
        <button class="secondary" data-testid="back" @click=${() => this.#tell("back")}>${say("back")}</button>
        <h1>${say("customer")} ${task.slice(0, 6).toUpperCase()}${row ? html` · ${row.name}` : nothing}</h1>
        ${watched && this.staff.may("supervision.help") && served ? this.#part(watched.takes_part) : nothing}
        ${watched && this.staff.may("supervision.lead") ? this.#leads(served) : nothing}
        <p class="seen" data-testid="seen">${say(watched?.takes_part ? "svSeen" : "svUnseen")}${others}${watched ? html` · ${reasonName(watched.handover.reason, say)}` : nothing}</p>
      </header>
      ${this.trouble ? html`<p class="trouble" role="alert" data-testid="trouble">${this.trouble}</p>` : nothing}
      ${
        watched
          ? html`<yq-desk-log
              tabindex="0"
              role="region"
              aria-label=${say("log")}
              .messages=${watched.messages}
              .say=${say}
              .language=${this.language}
            ></yq-desk-log>`
          : html`<p class="nothing" role="status">${refused ? say("svOutOfReach") : say("loading")}</p>`
      }
      ${watched && row && row.state !== "wrapping" && this.staff.may("supervision.help") ? this.#speak() : nothing}`;
  }

  #part(there: boolean): TemplateResult {
    const { say } = this;
    return html`<button
      class="secondary"
      data-testid=${there ? "leave" : "enter"}
      @click=${() => {
        this.kind = there ? "whisper" : "join";
        this.#tell(there ? "leave" : "enter");
      }}
    >
      ${say(there ? "svLeave" : "svEnter")}
    </button>`;
  }

  #leads(served: boolean): TemplateResult {
    const { say } = this;
    const give = html`<button class="secondary" data-testid="give" @click=${() => this.#tell("give")}>
        ${say("svGive")}
      </button>
      <button class="secondary danger" data-testid="end" @click=${() => this.#tell("end")}>${say("svEnd")}</button>`;
    if (!served || !this.staff.may("conversations.serve")) return give;
    if (!this.meant)
      return html`${give}
        <button class="secondary" data-testid="take-over" @click=${() => (this.meant = true)}>${say("svTakeOver")}</button>`;
    return html`<span class="hint" role="status">${say("svTakeOverWhy")}</span>
      <button
        class="primary"
        data-testid="take-over-really"
        @click=${() => {
          this.meant = false;
          this.#tell("take-over");
        }}
      >
        ${say("svTakeOverReally")}
      </button>
      <button class="secondary" @click=${() => (this.meant = false)}>${say("cancel")}</button>`;
  }

  #speak(): TemplateResult {
    const { say } = this;
    const choice = (kind: Spoken["kind"], words: string): TemplateResult =>
      html`<label
        ><input
          type="radio"
          name="kind"
          value=${kind}
          data-testid="kind-${kind}"
          .checked=${this.kind === kind}
          @change=${() => (this.kind = kind)}
        />${words}</label
      >`;
    return html`<form class=${this.kind} data-testid="speak" @submit=${this.#submit}>
      <fieldset class="to">
        <legend class="hidden">${say("kindOfWords")}</legend>
        ${choice("whisper", say("svWhisper"))} ${choice("join", say("svJoin"))}
      </fieldset>
      <textarea
        required
        maxlength="2000"
        data-testid="words"
        aria-label=${say(this.kind === "whisper" ? "svWhisperField" : "svJoinField")}
        placeholder=${say(this.kind === "whisper" ? "svWhisperField" : "svJoinField")}
        .value=${this.text}
        @input=${(event: Event) => (this.text = (event.target as HTMLTextAreaElement).value)}
      ></textarea>
      <div class="row">
        <button class="primary" data-testid="speak-do">
          ${this.kind === "whisper" ? say("svWhisperDo") : html`${icons.warning} ${say("svJoinDo")}`}
        </button>
      </div>
    </form>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const text = this.text.trim();
    if (!text) return;
    this.#wish ||= crypto.randomUUID();
    const detail: Spoken = { kind: this.kind, text, wish: this.#wish };
    this.dispatchEvent(new CustomEvent("spoken", { detail }));
  };

  #tell(what: string): void {
    this.dispatchEvent(new CustomEvent(what));
  }
}

customElements.define("yq-watch", YqWatch);
