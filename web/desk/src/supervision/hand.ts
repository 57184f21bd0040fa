/** Defines <yq-hand>: an agent asks a supervisor for help with a conversation. */

import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { formStyles } from "../shell/form.styles.ts";
import { ApiError } from "../staff/api.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";

interface Shown {
  readonly since: string | null;
}

export class YqHand extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      .secondary {
        padding: 0 10px;
        white-space: nowrap;
      }
    `,
  ];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    task: { attribute: false },
    heard: { attribute: false },
    up: { state: true },
    failed: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare task: string;
  /** How much stands in the conversation: with a supervisor's words the hand may be down. */
  declare heard: number;
  declare up: boolean;
  declare failed: boolean;

  constructor() {
    super();
    this.task = "";
    this.heard = 0;
    this.up = this.failed = false;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("task") || (changed.has("heard") && this.up)) void this.#ask("GET");
  }

  override render(): TemplateResult {
    const { say, up } = this;
    return html`<button
      class="secondary"
      data-testid="hand"
      aria-pressed=${up ? "true" : "false"}
      title=${say("svHandWhy")}
      @click=${() => void this.#ask("POST", { up: !up })}
    >
      ${this.failed ? say("svHandFailed") : say(up ? "svHandDown" : "svRaiseHand")}
    </button>`;
  }

  async #ask(method: "GET" | "POST", body?: { up: boolean }): Promise<void> {
    const { task } = this;
    try {
      const told = await this.staff.api.call<Shown>(method, `/staff/tasks/${task}/hand`, body);
      if (task === this.task) this.up = told.since !== null;
      this.failed = false;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.failed = method === "POST";
    }
  }
}

customElements.define("yq-hand", YqHand);
