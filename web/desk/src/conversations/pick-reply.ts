/** Defines <yq-pick-reply>: the canned replies that fit what was typed behind a slash. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Reply } from "../phrases/replies.ts";
import type { Say } from "../words/index.ts";

/** Says `reply` with the chosen one; the field that it belongs to keeps the focus and leads it by `key`. */
export class YqPickReply extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        margin-bottom: 8px;
        border: 1px solid var(--yq-line-control);
        border-radius: var(--yq-radius-control);
        background: var(--yq-ground);
        max-height: 40vh;
        overflow: auto;
      }
      ul {
        margin: 0;
        padding: 4px;
        list-style: none;
      }
      li {
        display: grid;
        gap: 2px;
        padding: 8px 12px;
        border-radius: var(--yq-radius-control);
        cursor: pointer;
      }
      li[aria-selected="true"] {
        background: var(--yq-tint);
      }
      .title {
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      .text {
        color: var(--yq-quiet);
        font-size: var(--yq-small);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      p {
        margin: 0;
        padding: 12px;
        color: var(--yq-quiet);
      }
    `,
  ];
  static override properties = {
    say: { attribute: false },
    found: { attribute: false },
    label: {},
    at: { state: true },
  };

  declare say: Say;
  declare found: readonly Reply[];
  /** What the list is called; empty: the canned replies. */
  declare label: string;
  declare at: number;

  constructor() {
    super();
    this.found = [];
    this.label = "";
    this.at = 0;
  }

  /** Takes a key of the field; tells whether it was meant for the list. */
  key(name: string): boolean {
    const chosen = this.found[this.at];
    if (name === "ArrowDown") this.at = Math.min(this.at + 1, this.found.length - 1);
    else if (name === "ArrowUp") this.at = Math.max(this.at - 1, 0);
    else if ((name === "Enter" || name === "Tab") && chosen) this.#choose(chosen);
    else return false;
    return true;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("found")) this.at = 0;
  }

  override updated(): void {
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  override render(): TemplateResult {
    if (!this.found.length) return html`<p role="status">${this.say("noneFound")}</p>`;
    return html`<ul role="listbox" aria-label=${this.label || this.say("replies")} data-testid="replies">
        ${this.found.map(
          (reply, index) => html`<li
            role="option"
            aria-selected=${index === this.at ? "true" : "false"}
            data-testid="canned"
            @mousedown=${(event: Event) => event.preventDefault()}
            @click=${() => this.#choose(reply)}
          >
            <span class="title">${reply.title}</span>${reply.text ? html`<span class="text">${reply.text}</span>` : nothing}
          </li>`,
        )}
      </ul>
      <span class="hidden" role="status">${this.found[this.at]?.title}</span>`;
  }

  #choose(reply: Reply): void {
    this.dispatchEvent(new CustomEvent("reply", { detail: reply }));
  }
}

customElements.define("yq-pick-reply", YqPickReply);
