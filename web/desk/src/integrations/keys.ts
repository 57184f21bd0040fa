/** Defines <yq-api-keys>: keys of the bank's own programs; each is shown once. */

import { html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import type { Account } from "../people/model.ts";
import { field, PeoplePage } from "../people/page.ts";
import { readWords } from "../people/lines.ts";

/** A key without itself, as `GET /staff/api-keys` lists it. */
interface Key {
  readonly key_id: string;
  readonly login: string;
  readonly name: string;
  readonly rights: readonly string[];
  readonly expires_at: string;
  readonly works: boolean;
}

export class YqApiKeys extends PeoplePage {
  static override properties = {
    ...PeoplePage.properties,
    keys: { state: true },
    accounts: { state: true },
    making: { state: true },
    made: { state: true },
    meant: { state: true },
  };

  declare keys: readonly Key[];
  declare accounts: readonly Account[];
  declare making: boolean;
  /** The key that is shown this once; empty for none. */
  declare made: string;
  /** The key that a click more ends. */
  declare meant: string;

  constructor() {
    super();
    this.keys = this.accounts = [];
    this.making = false;
    this.made = this.meant = "";
  }

  override render(): TemplateResult {
    const { say, language } = this;
    return html`<div class="bar">
        ${
          this.#may()
            ? html`<button class="primary" data-testid="new-key" ?disabled=${this.busy} @click=${this.#begin}>
              ${say("ikNewKey")}
            </button>`
            : nothing
        }
      </div>
      ${this.making ? nothing : this.told()}
      ${this.keys.length ? this.#table() : this.nothingHere(say("ikNoKeys"))}
      ${
        this.making
          ? html`<yq-sheet .heading=${say("ikNewKey")} .language=${language} @gone=${this.#close}>
            ${this.told()}
            ${
              this.made
                ? html`<p>${say("ikOnce")}</p>
                  <p class="key" data-testid="made">${this.made}</p>`
                : this.#form()
            }
          </yq-sheet>`
          : nothing
      }`;
  }

  protected override async load(): Promise<void> {
    this.keys = (await this.api.call<{ keys: Key[] }>("GET", "/staff/api-keys")).keys;
  }

  #may(): boolean {
    return this.staff.may("integrations.change") && this.staff.may("accounts.read");
  }

  #table(): TemplateResult {
    const { say, language } = this;
    return html`<table data-testid="keys">
      <thead>
        <tr>
          <th scope="col">${say("ikProgram")}</th>
          <th scope="col" class="wide">${say("ikAccount")}</th>
          <th scope="col" class="wide">${say("ikRights")}</th>
          <th scope="col">${say("ikExpires")}</th>
          <th scope="col">${say("result")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.keys.map(
          (key) =>
            html`<tr data-testid="key" data-works=${String(key.works)}>
              <td>${key.name}<span class="narrow quiet">${key.login}</span></td>
              <td class="wide">${key.login}</td>
              <td class="wide">${key.rights.join(say("comma"))}</td>
              <td>${fullMoment(Date.parse(key.expires_at), language)}</td>
              <td>${key.works ? html`${say("ikWorks")} ${this.#end(key)}` : say("ikOver")}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #end(key: Key): TemplateResult | typeof nothing {
    if (!this.#may()) return nothing;
    const sure = this.meant === key.key_id;
    return html`<button
      class="secondary ${sure ? "danger" : ""}"
      data-testid="end-key"
      ?disabled=${this.busy}
      @click=${() => (sure ? void this.#finish(key) : (this.meant = key.key_id))}
    >
      ${this.say(sure ? "ikEndReally" : "ikEnd")}
    </button>`;
  }

  #form(): TemplateResult {
    const { say } = this;
    return html`<form @submit=${this.#make} data-testid="key-form">
      <label>
        ${say("ikAccount")}
        <select name="account_id" required data-testid="account">
          <option value="">${say("choose")}</option>
          ${this.accounts.map(({ account_id, login, name }) => html`<option value=${account_id}>${name} · ${login}</option>`)}
        </select>
      </label>
      <label>${say("ikProgram")}<input name="name" required maxlength="100" /></label>
      <label>
        ${say("ikRight")}
        <textarea name="rights" required rows="4" spellcheck="false"></textarea>
        <span class="hint">${say("ikRightHint")}</span>
      </label>
      <label>${say("ikDays")}<input name="days" type="number" min="1" max="366" value="90" required /></label>
      <div class="row">
        <button class="primary" ?disabled=${this.busy} data-testid="make">${say("ikMake")}</button>
      </div>
    </form>`;
  }

  readonly #begin = async (): Promise<void> => {
    await this.attempt(async () => {
      const found: Account[] = [];
      let after: string | null = "";
      while (after !== null) {
        const query = new URLSearchParams({ state: "active", after });
        const answer: { accounts: Account[]; after: string | null } = await this.api.call(
          "GET",
          `/staff/accounts?${query}`,
        );
        found.push(...answer.accounts);
        after = answer.after;
      }
      this.accounts = found;
      this.making = true;
    });
  };

  readonly #close = (): void => {
    this.making = false;
    this.made = this.trouble = "";
  };

  readonly #make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const wanted = {
      account_id: field(form, "account_id"),
      name: field(form, "name"),
      rights: readWords(field(form, "rights")),
      days: Number(field(form, "days")),
    };
    await this.attempt(
      async () => {
        this.made = (await this.api.call<{ key: string }>("POST", "/staff/api-keys", wanted)).key;
        await this.load();
      },
      { bad_input: "ikBad", not_allowed: "ikAbove" },
    );
  };

  async #finish(key: Key): Promise<void> {
    const done = await this.attempt(async () => {
      await this.api.call("POST", `/staff/api-keys/${key.key_id}/end`);
      await this.load();
    });
    this.meant = "";
    if (done) this.done = this.say("ikEnded");
  }
}

customElements.define("yq-api-keys", YqApiKeys);
