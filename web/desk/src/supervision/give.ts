/** Defines <yq-give>: a request goes to an agent or a queue, with a note of why. */

import { html, LitElement, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { statusName } from "../conversations/list.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say } from "../words/index.ts";
import type { QueueNow } from "./model.ts";

/** An agent to whom something can be given. */
export interface Colleague {
  readonly agent: string;
  readonly name: string;
  readonly status: string;
}

/** Where a request goes, and why. */
export interface Given {
  readonly kind: "agent" | "queue";
  readonly to: string;
  readonly note: string;
}

/** Says `given`, or `gone`. */
export class YqGive extends LitElement {
  static override styles = [base, formStyles];
  static override properties = {
    say: { attribute: false },
    language: { attribute: false },
    queues: { attribute: false },
    agents: { attribute: false },
  };

  declare say: Say;
  declare language: Language;
  declare queues: readonly QueueNow[];
  declare agents: readonly Colleague[];

  override render(): TemplateResult {
    const { say } = this;
    const queueName = (each: QueueNow): string =>
      this.language === "en" ? each.name_en || each.name : each.name;
    return html`<yq-sheet
      .heading=${say("svGive")}
      .language=${this.language}
      @gone=${() => this.dispatchEvent(new CustomEvent("gone"))}
    >
      <form data-testid="give-form" @submit=${this.#submit}>
        <label>
          ${say("transferTo")}
          <select name="to" required data-testid="give-to">
            <option value="" disabled selected>${say("choose")}</option>
            <optgroup label=${say("colleagues")}>
              ${this.agents.map(
                (each) =>
                  html`<option value="agent:${each.agent}">${each.name} · ${statusName(each.status, say)}</option>`,
              )}
            </optgroup>
            <optgroup label=${say("queues")}>
              ${this.queues.map((each) => html`<option value="queue:${each.queue}">${queueName(each)}</option>`)}
            </optgroup>
          </select>
        </label>
        <label>
          ${say("transferNote")}
          <input name="note" required maxlength="2000" autocomplete="off" data-testid="give-note" />
        </label>
        <div class="row"><button class="primary" data-testid="give-do">${say("svGive")}</button></div>
      </form>
    </yq-sheet>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const [kind, ...rest] = String(form.get("to") ?? "").split(":");
    const note = String(form.get("note") ?? "").trim();
    if ((kind !== "agent" && kind !== "queue") || !note) return;
    const detail: Given = { kind, to: rest.join(":"), note };
    this.dispatchEvent(new CustomEvent("given", { detail }));
  };
}

customElements.define("yq-give", YqGive);
