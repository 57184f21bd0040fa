/** Defines <yq-kb-links>: the links below an answer; says `links` with all of them after each change. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say } from "../words/index.ts";
import { knowledgeStyles } from "./knowledge.styles.ts";
import { DESCRIPTION_LIMIT, linkFault, MOST_LINKS, TITLE_LIMIT } from "./links.ts";
import type { LinkContent } from "./model.ts";
import { typed } from "./page.ts";

export class YqKbLinks extends LitElement {
  static override styles = [base, formStyles, knowledgeStyles];
  static override properties = { say: { attribute: false }, links: { attribute: false } };

  declare say: Say;
  declare links: readonly LinkContent[];

  constructor() {
    super();
    this.links = [];
  }

  override render(): TemplateResult {
    const { say, links } = this;
    return html`<fieldset data-testid="links">
      <legend>${say("kbLinks")}</legend>
      ${links.length ? nothing : html`<p class="quiet">${say("kbLinksNone")}</p>`}
      ${links.map((link, at) => this.#row(link, at))}
      ${
        links.length < MOST_LINKS
          ? html`<button type="button" class="secondary" data-testid="link-add" @click=${this.#add}>
            ${say("kbLinkAdd")}
          </button>`
          : html`<p class="quiet">${say("kbLinksMost", { count: MOST_LINKS })}</p>`
      }
    </fieldset>`;
  }

  #row(link: LinkContent, at: number): TemplateResult {
    const { say } = this;
    const fault = linkFault(link);
    return html`<div class="picker" role="group" aria-label=${say("kbLinkNumber", { number: at + 1 })} data-testid="link">
      <div class="fields">
        ${this.#input(at, "title", say("kbLinkTitle"), link.title, TITLE_LIMIT, fault === "kbLinkNoTitle")}
        ${this.#input(at, "url", say("kbLinkUrl"), link.url, 1900, fault === "kbLinkAddress")}
      </div>
      ${this.#input(at, "description", say("kbLinkDescription"), link.description, DESCRIPTION_LIMIT, false)}
      ${fault ? html`<p class="hint stops" id="fault-${at}" data-testid="link-fault">${say(fault)}</p>` : nothing}
      <button
        type="button"
        class="secondary"
        aria-label=${say("kbLinkRemoveOf", { number: at + 1 })}
        data-testid="link-remove"
        @click=${() => void this.#remove(at)}
      >
        ${say("kbLinkRemove")}
      </button>
    </div>`;
  }

  #input(
    at: number,
    name: keyof LinkContent,
    label: string,
    value: string,
    limit: number,
    wrong: boolean,
  ): TemplateResult {
    return html`<label
      >${label}<input
        name="link-${name}"
        maxlength=${limit}
        dir="auto"
        inputmode=${name === "url" ? "url" : "text"}
        aria-invalid=${wrong}
        aria-describedby=${wrong ? `fault-${at}` : nothing}
        .value=${live(value)}
        @input=${(event: Event) => this.#change(at, { [name]: typed(event) })}
    /></label>`;
  }

  #change(at: number, change: Partial<LinkContent>): void {
    this.#say(this.links.map((link, place) => (place === at ? { ...link, ...change } : link)));
  }

  readonly #add = async (): Promise<void> => {
    this.#say([...this.links, { title: "", url: "", description: "" }]);
    await this.#drawn();
    const titles = this.renderRoot.querySelectorAll<HTMLInputElement>("[name=link-title]");
    titles[titles.length - 1]?.focus();
  };

  async #remove(at: number): Promise<void> {
    this.#say(this.links.filter((_, place) => place !== at));
    await this.#drawn();
    this.renderRoot.querySelector<HTMLElement>("[data-testid=link-add]")?.focus();
  }

  /** The change goes up to the article and comes down again. */
  async #drawn(): Promise<void> {
    await new Promise(requestAnimationFrame);
    await this.updateComplete;
  }

  #say(links: readonly LinkContent[]): void {
    this.dispatchEvent(new CustomEvent<readonly LinkContent[]>("links", { detail: links }));
  }
}

customElements.define("yq-kb-links", YqKbLinks);
