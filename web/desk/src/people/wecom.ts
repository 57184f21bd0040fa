/** Defines <yq-account-wecom>: who an account is in WeCom, where cards tell of what waits at the desk. */

import { html, nothing, type TemplateResult } from "lit";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import type { Account } from "./model.ts";
import { field, PeoplePage } from "./page.ts";

/** Where somebody's cards go, and what came of the last one. */
interface Address {
  readonly channel_account: string;
  readonly member: string;
  readonly channel_accounts: readonly string[];
  readonly told_at: string | null;
  readonly code: string;
}

export class YqAccountWecom extends PeoplePage {
  static override properties = {
    ...PeoplePage.properties,
    account: { attribute: false },
    address: { state: true },
  };

  declare account: Account;
  declare address: Address | null;

  constructor() {
    super();
    this.address = null;
  }

  override render(): TemplateResult {
    const { say, address } = this;
    if (!address) return html`${this.told()}`;
    if (!address.channel_accounts.length && !address.member) return html``;
    return html`<form @submit=${this.#save} data-testid="wecom-form">
      <h3>${say("wecomCards")}</h3>
      <p class="hint">${say("wecomHint")}</p>
      <label>
        ${say("wecomApplication")}
        <select name="channel_account">
          ${this.#applications().map(
            (name) =>
              html`<option value=${name} ?selected=${name === address.channel_account}>${name}</option>`,
          )}
        </select>
      </label>
      <label>
        ${say("wecomMember")}
        <input
          name="member"
          maxlength="64"
          autocomplete="off"
          pattern="[0-9A-Za-z][0-9A-Za-z_.@\\-]*"
          .defaultValue=${address.member}
        />
        <span class="hint">${say("wecomMemberHint")}</span>
      </label>
      ${this.#last(address)} ${this.told()}
      <div class="row">
        <button class="secondary" ?disabled=${this.busy} data-testid="wecom-save">${say("save")}</button>
        ${
          address.member
            ? html`<button
              type="button"
              class="secondary"
              ?disabled=${this.busy}
              data-testid="wecom-test"
              @click=${this.#test}
            >
              ${say("wecomTest")}
            </button>`
            : nothing
        }
      </div>
    </form>`;
  }

  protected override async load(): Promise<void> {
    this.address = await this.api.call<Address>("GET", this.#path);
  }

  get #path(): string {
    return `/staff/accounts/${this.account.account_id}/wecom`;
  }

  /** The applications that there are, and the chosen one where it is there no more. */
  #applications(): readonly string[] {
    const { channel_account: chosen, channel_accounts: all } = this.address as Address;
    return chosen && !all.includes(chosen) ? [...all, chosen] : all;
  }

  #last(address: Address): TemplateResult | typeof nothing {
    if (!address.told_at) return nothing;
    const at = fullMoment(Date.parse(address.told_at), this.language);
    const word = address.code ? "wecomNotTold" : "wecomTold";
    return html`<p class=${address.code ? "trouble" : "quiet"}>${this.say(word, { at, code: address.code })}</p>`;
  }

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const member = field(form, "member");
    const body = { channel_account: member && field(form, "channel_account"), member };
    const saved = await this.attempt(async () => {
      this.address = await this.api.call<Address>("PUT", this.#path, body);
    });
    if (saved) this.done = this.say("saved");
  };

  readonly #test = async (): Promise<void> => {
    await this.attempt(async () => {
      const tried = await this.api.call<{ sent: boolean; code: string }>("POST", `${this.#path}/test`);
      if (tried.sent) this.done = this.say("wecomTried");
      else this.trouble = this.say("wecomNotTried", { code: tried.code });
    });
  };
}

customElements.define("yq-account-wecom", YqAccountWecom);
