/** Defines <yq-webhooks>: programs that are told what happens, and what became of each event. */

import { html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { tickField } from "../people/fields.ts";
import { field, PeoplePage, ticked } from "../people/page.ts";
import type { Word } from "../words/index.ts";

/** One webhook, with how many of its events are in each state. */
interface Webhook {
  readonly hook_id: string;
  readonly url: string;
  readonly kinds: readonly string[];
  readonly waiting: number;
  readonly sent: number;
  readonly failed: number;
}

/** One event of a webhook. */
interface Told {
  readonly conversation: string;
  readonly number: number;
  readonly kind: string;
  readonly state: "waiting" | "sent" | "failed";
  readonly tries: number;
  readonly code: string;
  readonly created_at: string;
}

const STATES: Readonly<Record<Told["state"], Word>> = {
  waiting: "ikWaiting",
  sent: "ikSent",
  failed: "ikFailed",
};

export class YqWebhooks extends PeoplePage {
  static override properties = {
    ...PeoplePage.properties,
    hooks: { state: true },
    making: { state: true },
    secret: { state: true },
    open: { state: true },
    meant: { state: true },
  };

  declare hooks: readonly Webhook[];
  declare making: boolean;
  /** The secret that is shown this once; empty for none. */
  declare secret: string;
  declare open: { readonly hook: Webhook; readonly events: readonly Told[] } | null;
  /** Whether a click more ends the webhook in the sheet. */
  declare meant: boolean;
  #kinds: readonly string[] = [];

  constructor() {
    super();
    this.hooks = [];
    this.making = this.meant = false;
    this.secret = "";
    this.open = null;
  }

  override render(): TemplateResult {
    const { say, language, open } = this;
    return html`<div class="bar">
        ${
          this.staff.may("integrations.change")
            ? html`<button class="primary" data-testid="new-webhook" @click=${() => (this.making = true)}>
              ${say("ikNewHook")}
            </button>`
            : nothing
        }
      </div>
      ${this.making || open ? nothing : this.told()}
      ${this.hooks.length ? this.#table() : this.nothingHere(say("ikNoHooks"))}
      ${
        this.making
          ? html`<yq-sheet .heading=${say("ikNewHook")} .language=${language} @gone=${this.#close}>
            ${this.told()}
            ${
              this.secret
                ? html`<p>${say("ikOnce")}</p>
                  <p class="key" data-testid="secret">${this.secret}</p>`
                : this.#form()
            }
          </yq-sheet>`
          : nothing
      }
      ${
        open
          ? html`<yq-sheet .heading=${say("ikEvents")} .language=${language} @gone=${this.#close}>
            <p>${open.hook.url}</p>
            ${this.told()} ${this.#events(open.events)}
            ${this.staff.may("integrations.change") ? this.#acts(open.hook) : nothing}
          </yq-sheet>`
          : nothing
      }`;
  }

  protected override async load(): Promise<void> {
    const found = await this.api.call<{ kinds: string[]; webhooks: Webhook[] }>("GET", "/staff/webhooks");
    this.#kinds = found.kinds;
    this.hooks = found.webhooks;
  }

  #table(): TemplateResult {
    const { say } = this;
    return html`<table data-testid="webhooks">
      <thead>
        <tr>
          <th scope="col">${say("ikUrl")}</th>
          <th scope="col" class="wide">${say("ikWaiting")}</th>
          <th scope="col" class="wide">${say("ikSent")}</th>
          <th scope="col">${say("ikFailed")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.hooks.map(
          (hook) =>
            html`<tr data-testid="webhook">
              <td>
                <button class="open" data-testid="open-webhook" @click=${() => void this.#read(hook)}>${hook.url}</button>
                <div class="quiet">${hook.kinds.join(say("comma"))}</div>
              </td>
              <td class="wide">${hook.waiting}</td>
              <td class="wide">${hook.sent}</td>
              <td class=${hook.failed ? "off" : ""}>${hook.failed}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #form(): TemplateResult {
    const { say } = this;
    return html`<form @submit=${this.#make} data-testid="webhook-form">
      <label>
        ${say("ikUrl")}
        <input name="url" type="url" required maxlength="500" />
        <span class="hint">${say("ikUrlHint")}</span>
      </label>
      ${tickField(
        "kinds",
        say("ikKinds"),
        this.#kinds.map((kind) => ({ value: kind, label: kind, on: false })),
      )}
      <div class="row">
        <button class="primary" ?disabled=${this.busy} data-testid="make">${say("ikMake")}</button>
      </div>
    </form>`;
  }

  #events(events: readonly Told[]): TemplateResult {
    const { say, language } = this;
    if (!events.length) return html`<p class="empty">${say("ikNoEvents")}</p>`;
    return html`<table data-testid="events">
      <tbody>
        ${events.map(
          (each) =>
            html`<tr data-state=${each.state}>
              <td>${each.kind}<div class="quiet">${each.conversation}</div></td>
              <td>${fullMoment(Date.parse(each.created_at), language)}</td>
              <td class=${each.state === "failed" ? "off" : ""}>
                ${say(STATES[each.state])} ${each.code}
                <div class="quiet">${say("ikTries")} ${each.tries}</div>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #acts(hook: Webhook): TemplateResult {
    const { say } = this;
    return html`<div class="acts">
      <form class="bar" @submit=${(event: SubmitEvent) => void this.#replay(event, hook)} data-testid="replay-form">
        <label>${say("ikSince")}<input name="since" type="datetime-local" required /></label>
        <label class="tick"><input name="failed" type="checkbox" value="1" />${say("ikFailedOnly")}</label>
        <button class="secondary" ?disabled=${this.busy} data-testid="replay">${say("ikReplay")}</button>
      </form>
      <div class="row">
        <button
          class="secondary danger"
          data-testid="end-webhook"
          ?disabled=${this.busy}
          @click=${() => (this.meant ? void this.#end(hook) : (this.meant = true))}
        >
          ${say(this.meant ? "ikEndReally" : "ikEnd")}
        </button>
      </div>
    </div>`;
  }

  readonly #close = (): void => {
    this.making = this.meant = false;
    this.secret = this.trouble = "";
    this.open = null;
  };

  readonly #make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const wanted = { url: field(form, "url"), kinds: ticked(form, "kinds") };
    await this.attempt(
      async () => {
        this.secret = (await this.api.call<{ secret: string }>("POST", "/staff/webhooks", wanted)).secret;
        await this.load();
      },
      { bad_input: "ikBad", conflict: "ikNoDataKeys" },
    );
  };

  async #read(hook: Webhook): Promise<void> {
    await this.attempt(() => this.#show(hook));
  }

  async #show(hook: Webhook): Promise<void> {
    const path = `/staff/webhooks/${hook.hook_id}/events`;
    this.open = { hook, events: (await this.api.call<{ events: Told[] }>("GET", path)).events };
  }

  async #replay(event: SubmitEvent, hook: Webhook): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const wanted = {
      since: new Date(field(form, "since")).toISOString(),
      failed: field(form, "failed") !== "",
    };
    let count = 0;
    const done = await this.attempt(async () => {
      const path = `/staff/webhooks/${hook.hook_id}/replay`;
      count = (await this.api.call<{ count: number }>("POST", path, wanted)).count;
      await this.load();
      await this.#show(hook);
    });
    if (done) this.done = this.say("ikReplayed", { count });
  }

  async #end(hook: Webhook): Promise<void> {
    const done = await this.attempt(async () => {
      await this.api.call("POST", `/staff/webhooks/${hook.hook_id}/end`);
      await this.load();
    });
    if (!done) return;
    this.#close();
    this.done = this.say("ikEnded");
  }
}

customElements.define("yq-webhooks", YqWebhooks);
