/** Defines <yq-callbacks>: the callbacks that are to come, the soonest first; given to another, or called off. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { formStyles } from "../shell/form.styles.ts";
import { trouble } from "../shell/trouble.ts";
import type { Api } from "../staff/api.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";

/** One that is to come. */
interface Callback {
  readonly task: string;
  readonly customer: string;
  /** An ISO time. */
  readonly at: string;
  readonly by: "phone" | "here";
  /** The number, masked; empty for here. */
  readonly to: string;
  readonly reason: string;
  readonly account_id: string | null;
  readonly name: string;
}

/** Somebody who can have one. */
interface Agent {
  readonly name: string;
  readonly setup: { readonly account_id: string };
}

/** Says `gone`. */
export class YqCallbacks extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      ul {
        display: grid;
        gap: 12px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 12px;
        border: 1px solid var(--yq-line);
        border-radius: var(--yq-radius-control);
      }
      p {
        margin: 0 0 8px;
        overflow-wrap: anywhere;
      }
      .title {
        font-weight: 500;
      }
      li .row {
        margin-top: 8px;
      }
      .quiet {
        color: var(--yq-quiet);
      }
      .late {
        color: var(--yq-danger);
      }
    `,
  ];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    found: { state: true },
    agents: { state: true },
    meant: { state: true },
    wrong: { state: true },
    busy: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare found: readonly Callback[] | null;
  /** To whom one can be given: oneself, and whose work one leads. */
  declare agents: readonly Agent[];
  /** The one that is to be called off, once that is said again. */
  declare meant: string;
  declare wrong: string;
  declare busy: boolean;

  constructor() {
    super();
    this.found = null;
    this.agents = [];
    this.meant = this.wrong = "";
    this.busy = false;
  }

  override firstUpdated(): void {
    void this.#do(async () => {
      if (this.staff.may("agents.read"))
        this.agents = (await this.#api.call<{ agents: Agent[] }>("GET", "/staff/agents")).agents;
    });
  }

  override render(): TemplateResult {
    const { say, found } = this;
    return html`<yq-sheet
      .heading=${say("callbacks")}
      .language=${this.language}
      @gone=${() => this.dispatchEvent(new CustomEvent("gone"))}
    >
      ${this.wrong ? html`<p class="trouble" role="alert" data-testid="callbacks-trouble">${this.wrong}</p>` : nothing}
      ${
        found === null
          ? this.wrong
            ? html`<button class="secondary" @click=${() => void this.#do()}>${say("retry")}</button>`
            : html`<p class="quiet" role="status">${say("loading")}</p>`
          : found.length
            ? html`<ul data-testid="callbacks">
              ${found.map((each) => this.#draw(each))}
            </ul>`
            : html`<p class="quiet" data-testid="no-callbacks">${say("noCallbacks")}</p>`
      }
    </yq-sheet>`;
  }

  get #api(): Api {
    return this.staff.api;
  }

  #draw(each: Callback): TemplateResult {
    const { say } = this;
    const late = Date.parse(each.at) < Date.now();
    return html`<li data-testid="callback">
      <p class="title ${late ? "late" : ""}">
        <time datetime=${each.at}>${fullMoment(Date.parse(each.at), this.language)}</time>
        ${late ? `（${say("callbackLate")}）` : nothing}
      </p>
      <p>
        ${say("customer")} ${each.customer} ·
        ${each.by === "phone" ? `${say("byPhone")} ${each.to}` : say("byHere")} · ${each.reason}
      </p>
      ${this.#whose(each)}
      <div class="row">
        ${
          this.meant === each.task
            ? html`<p role="status">${say("callbackOffWhy")}</p>
              <button
                class="secondary danger"
                data-testid="callback-off-really"
                ?disabled=${this.busy}
                @click=${() => void this.#do(() => this.#callOff(each))}
              >
                ${say("callbackOffReally")}
              </button>`
            : html`<button class="secondary" data-testid="callback-off" @click=${() => (this.meant = each.task)}>
              ${say("callbackOff")}
            </button>`
        }
      </div>
    </li>`;
  }

  #whose(each: Callback): TemplateResult {
    const { say } = this;
    if (!this.agents.length)
      return html`<p class="quiet">${each.name ? say("callbackOf", { name: each.name }) : say("callbackNobodys")}</p>`;
    return html`<label>
      ${say("callbackWhose")}
      <select
        data-testid="callback-whose"
        ?disabled=${this.busy}
        @change=${(event: Event) => {
          const account_id = (event.target as HTMLSelectElement).value || null;
          void this.#do(() => this.#api.call("PUT", `/staff/callbacks/${each.task}/agent`, { account_id }));
        }}
      >
        <option value="" ?selected=${!each.account_id}>${say("callbackNobodys")}</option>
        ${this.agents.map(
          ({ name, setup }) =>
            html`<option value=${setup.account_id} ?selected=${setup.account_id === each.account_id}>${name}</option>`,
        )}
      </select>
    </label>`;
  }

  async #callOff(each: Callback): Promise<void> {
    this.meant = "";
    await this.#api.call("DELETE", `/staff/callbacks/${each.task}`);
  }

  /** Does something, and reads the list anew. */
  async #do(what: () => Promise<unknown> = async () => {}): Promise<void> {
    this.busy = true;
    this.wrong = "";
    try {
      await what();
    } catch (error) {
      this.wrong = trouble(error, this.say);
    }
    try {
      this.found = (await this.#api.call<{ callbacks: Callback[] }>("GET", "/staff/callbacks")).callbacks;
    } catch (error) {
      this.wrong = trouble(error, this.say);
    } finally {
      this.busy = false;
    }
  }
}

customElements.define("yq-callbacks", YqCallbacks);
