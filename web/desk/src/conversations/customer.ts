/** Defines <yq-customer>: tags, open requests and past conversations of the customer, on all channels. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import "@yuanqiao/shared/components/sheet.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { moment } from "@yuanqiao/shared/words/moment.ts";
import { formStyles } from "../shell/form.styles.ts";
import { trouble } from "../shell/trouble.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import { drawChannel } from "./channel.ts";
import { dispositionName, reasonName, requestKind } from "./known.ts";
import type { Message } from "./protocol.ts";
import "./log.ts";

interface Past {
  readonly past: string;
  readonly channel: string;
  readonly opened_at: string;
  readonly disposition: string | null;
  readonly summary: string | null;
  readonly score: number | null;
}

interface Request {
  readonly number: string;
  readonly kind: string;
  readonly channel: string;
  readonly reason: string;
  readonly since: string;
}

interface Shown {
  readonly tags: readonly string[];
  readonly past: readonly Past[];
  readonly requests: readonly Request[];
}

const MOST_TAG = 30;

export class YqCustomer extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      h2 {
        margin: 20px 0 8px;
        font-size: 14px;
      }
      ul {
        display: grid;
        gap: 6px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .tags {
        display: flex;
        flex-wrap: wrap;
      }
      .tags li {
        display: inline-flex;
        align-items: center;
        gap: 2px;
        padding: 0 4px 0 10px;
        border-radius: 14px;
        background: var(--yq-tint);
        overflow-wrap: anywhere;
      }
      .tags button {
        display: grid;
        place-items: center;
        width: 24px;
        height: 24px;
      }
      .tags .icon {
        width: 14px;
        height: 14px;
      }
      form {
        display: flex;
        gap: 6px;
        margin-top: 8px;
      }
      input {
        min-width: 0;
        flex: 1;
        min-height: 32px;
      }
      form button {
        min-height: 32px;
      }
      .entry {
        display: grid;
        gap: 2px;
        width: 100%;
        padding: 8px 10px;
        border: 1px solid var(--yq-line);
        border-radius: var(--yq-radius-control);
        text-align: start;
        overflow-wrap: anywhere;
      }
      button.entry:hover {
        background: var(--yq-surface);
      }
      .channel {
        display: inline-flex;
        align-items: center;
        gap: 4px;
      }
      .channel .icon,
      .stars .icon {
        width: 14px;
        height: 14px;
      }
      .quiet {
        margin: 0;
        color: var(--yq-quiet);
        font-size: var(--yq-small);
      }
    `,
  ];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    task: { attribute: false },
    shown: { state: true },
    trouble: { state: true },
    reading: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare task: string;
  declare shown: Shown | null;
  declare trouble: string;
  declare reading: { readonly title: string; readonly messages: readonly Message[] } | null;

  constructor() {
    super();
    this.shown = null;
    this.trouble = "";
    this.reading = null;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has("task")) return;
    this.shown = null;
    void this.#load();
  }

  override render(): TemplateResult {
    const { say, shown } = this;
    if (this.trouble) return html`<p class="trouble" role="alert">${this.trouble}</p>`;
    if (!shown) return html`<p class="quiet" role="status">${say("loading")}</p>`;
    return html`<h2>${say("tags")}</h2>
      <ul class="tags" data-testid="tags">
        ${shown.tags.map((tag) => this.#tag(tag))}
      </ul>
      <form @submit=${this.#add}>
        <input name="tag" maxlength=${MOST_TAG} aria-label=${say("newTag")} placeholder=${say("newTag")} data-testid="new-tag" />
        <button class="secondary">${say("add")}</button>
      </form>
      <h2>${say("openRequests")}</h2>
      ${shown.requests.length ? nothing : html`<p class="quiet">${say("noRequests")}</p>`}
      <ul data-testid="requests">
        ${shown.requests.map((each) => this.#request(each))}
      </ul>
      <h2>${say("past")}</h2>
      ${shown.past.length ? nothing : html`<p class="quiet">${say("noPast")}</p>`}
      <ul data-testid="past">
        ${shown.past.map((each) => this.#past(each))}
      </ul>
      ${this.#sheet()}`;
  }

  #tag(tag: string): TemplateResult {
    return html`<li>
      ${tag}<button aria-label=${this.say("removeTag", { tag })} @click=${() => void this.#put(tag, false)}>
        ${icons.close}
      </button>
    </li>`;
  }

  #request(each: Request): TemplateResult {
    return html`<li class="entry">
      <span>${requestKind(each.kind, this.say)} ${each.number}</span>
      <span>${reasonName(each.reason, this.say)}</span>
      <span class="quiet"
        >${drawChannel(each.channel, this.say)}
        ${moment(Date.parse(each.since), Date.now(), this.language)}</span
      >
    </li>`;
  }

  #past(each: Past): TemplateResult {
    const at = moment(Date.parse(each.opened_at), Date.now(), this.language);
    return html`<li>
      <button class="entry" data-testid="past-entry" @click=${() => void this.#read(each, at)}>
        <span>${drawChannel(each.channel, this.say)} · ${at}</span>
        ${each.disposition ? html`<span class="quiet">${dispositionName(each.disposition, this.say)}</span>` : nothing}
        ${each.score ? html`<span class="stars" data-testid="score">${icons.star} ${this.say("score", { score: each.score })}</span>` : nothing}
        ${each.summary ? html`<span class="quiet">${each.summary}</span>` : nothing}
      </button>
    </li>`;
  }

  #sheet(): TemplateResult | typeof nothing {
    if (!this.reading) return nothing;
    return html`<yq-sheet
      .heading=${this.reading.title}
      .language=${this.language}
      @gone=${() => (this.reading = null)}
    >
      <yq-desk-log .messages=${this.reading.messages} .say=${this.say} .language=${this.language}></yq-desk-log>
    </yq-sheet>`;
  }

  readonly #add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const tag = String(new FormData(form).get("tag") ?? "").trim();
    if (tag && (await this.#put(tag, true))) form.reset();
  };

  #put(tag: string, on: boolean): Promise<boolean> {
    return this.#do(async () => {
      this.shown = await this.staff.api.call<Shown>("POST", `${this.#place}/tags`, { tag, on });
    });
  }

  #load(): Promise<boolean> {
    const { task } = this;
    return this.#do(async () => {
      const shown = await this.staff.api.call<Shown>("GET", `${this.#place}/customer`);
      if (task === this.task) this.shown = shown;
    });
  }

  #read(each: Past, at: string): Promise<boolean> {
    return this.#do(async () => {
      const place = `${this.#place}/past?past=${each.past}`;
      const told = await this.staff.api.call<{ messages: Message[] }>("GET", place);
      this.reading = { title: at, messages: told.messages };
    });
  }

  get #place(): string {
    return `/staff/tasks/${this.task}`;
  }

  async #do(something: () => Promise<void>): Promise<boolean> {
    this.trouble = "";
    try {
      await something();
      return true;
    } catch (error) {
      this.trouble = trouble(error, this.say);
      return false;
    }
  }
}

customElements.define("yq-customer", YqCustomer);
