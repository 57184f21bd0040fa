/** Defines <yq-keep-replies>: one's own canned replies, and the shared ones for who may share. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { formStyles } from "../shell/form.styles.ts";
import { trouble } from "../shell/trouble.ts";
import { ApiError } from "../staff/api.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import { keepStyles } from "./keep.styles.ts";
import { Replies, type Reply } from "./replies.ts";

const SHARE = "replies.share";

export class YqKeepReplies extends LitElement {
  static override styles = [base, formStyles, keepStyles];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    sought: { state: true },
    editing: { state: true },
    removing: { state: true },
    trouble: { state: true },
    loaded: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare sought: string;
  /** The reply in the form; "new" for one that is not there yet. */
  declare editing: Reply | "new" | null;
  declare removing: string;
  declare trouble: string;
  declare loaded: boolean;
  readonly #replies = new Replies(() => this.staff.api);

  constructor() {
    super();
    this.sought = "";
    this.editing = null;
    this.removing = "";
    this.trouble = "";
    this.loaded = false;
  }

  override firstUpdated(): void {
    void this.#do(() => Promise.resolve());
  }

  override render(): TemplateResult {
    const { say } = this;
    const shown = this.sought
      ? this.#replies.search(this.sought)
      : [...this.#replies.all].sort((a, b) => Number(a.branch !== null) - Number(b.branch !== null));
    const names = Object.keys(this.#replies.variables).map((name) => `{${name}}`);
    return html`<h2>${say("replies")}</h2>
      <p class="why">${say("repliesWhy", { names: names.join(say("comma")) })}</p>
      ${this.trouble ? html`<p class="trouble" role="alert" data-testid="trouble">${this.trouble}</p>` : nothing}
      ${
        this.#replies.all.length
          ? html`<input
            class="search"
            type="search"
            aria-label=${say("searchReplies")}
            placeholder=${say("searchReplies")}
            @input=${(event: Event) => (this.sought = (event.target as HTMLInputElement).value)}
          />`
          : nothing
      }
      ${this.loaded && !this.#replies.all.length ? html`<p class="empty" data-testid="empty">${say("noReplies")}</p>` : nothing}
      <ul data-testid="kept-replies">
        ${shown.map((reply) => (this.editing === reply ? this.#form(reply) : this.#entry(reply)))}
      </ul>
      ${
        this.editing === "new"
          ? this.#form(null)
          : html`<button class="primary" data-testid="add-reply" @click=${() => (this.editing = "new")}>
            ${say("add")}
          </button>`
      }`;
  }

  #entry(reply: Reply): TemplateResult {
    const { say } = this;
    const mine = reply.branch === null || this.staff.may(SHARE);
    return html`<li data-testid="kept-reply">
      <div>
        <span class="title">${reply.title}</span>
        <span class="quiet">${say(reply.branch === null ? "ownReplies" : "sharedReplies")}</span>
        <p>${reply.text}</p>
      </div>
      ${
        mine
          ? html`<div class="row">
            <button class="secondary" aria-label="${say("edit")} ${reply.title}" @click=${() => (this.editing = reply)}>
              ${say("edit")}
            </button>
            ${
              this.removing === reply.reply
                ? html`<button class="secondary" data-testid="remove-really" @click=${() => this.#remove(reply)}>
                  ${say("removeReally")}
                </button>`
                : html`<button
                  class="secondary"
                  aria-label="${say("remove")} ${reply.title}"
                  @click=${() => (this.removing = reply.reply)}
                >
                  ${say("remove")}
                </button>`
            }
          </div>`
          : nothing
      }
    </li>`;
  }

  #form(reply: Reply | null): TemplateResult {
    const { say } = this;
    return html`<form data-testid="reply-form" @submit=${(event: SubmitEvent) => this.#save(event, reply)}>
      <label>${say("title")}<input name="title" required maxlength="60" .defaultValue=${reply?.title ?? ""} /></label>
      <label
        >${say("text")}<textarea name="text" required maxlength="2000" .defaultValue=${reply?.text ?? ""}></textarea>
      </label>
      ${
        reply === null && this.staff.may(SHARE)
          ? html`<label class="check"><input type="checkbox" name="shared" />${say("shareWith")}</label>`
          : nothing
      }
      <div class="row">
        <button class="primary" data-testid="save-reply">${say("save")}</button>
        <button type="button" class="secondary" @click=${() => (this.editing = null)}>${say("cancel")}</button>
      </div>
    </form>`;
  }

  async #save(event: SubmitEvent, reply: Reply | null): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const body = { title: String(form.get("title")), text: String(form.get("text")) };
    const shared = reply === null ? form.has("shared") : reply.branch !== null;
    const place = shared ? "/staff/shared-replies" : "/staff/canned-replies";
    const { api, me } = this.staff;
    const to = shared && reply === null ? { ...body, branch_id: me?.branch_id ?? "" } : body;
    await this.#do(async () => {
      if (reply) await api.call("PUT", `${place}/${reply.reply}`, body);
      else await api.call("POST", place, to);
      this.editing = null;
    });
  }

  async #remove(reply: Reply): Promise<void> {
    const place = reply.branch === null ? "/staff/canned-replies" : "/staff/shared-replies";
    await this.#do(() => this.staff.api.call("DELETE", `${place}/${reply.reply}`));
    this.removing = "";
  }

  /** Does something, and shows what is there then; what went wrong is told, and what was typed stays. */
  async #do(something: () => Promise<unknown>): Promise<void> {
    this.trouble = "";
    try {
      await something();
      await this.#replies.load(true);
      this.loaded = true;
    } catch (error) {
      const unfilled = error instanceof ApiError && error.code === "bad_input";
      this.trouble = unfilled ? this.say("unknownVariable") : trouble(error, this.say);
    }
    this.requestUpdate();
  }
}

customElements.define("yq-keep-replies", YqKeepReplies);
