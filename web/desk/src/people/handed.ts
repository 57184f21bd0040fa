/** Defines <yq-handed>: a password that is shown this once. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say } from "../words/index.ts";
import type { Handed } from "./model.ts";
import { peopleStyles } from "./people.styles.ts";

export class YqHanded extends LitElement {
  static override styles = [base, formStyles, peopleStyles];
  static override properties = {
    say: { attribute: false },
    handed: { attribute: false },
    copied: { state: true },
  };

  declare say: Say;
  declare handed: Handed & { readonly name: string };
  declare copied: boolean;

  constructor() {
    super();
    this.copied = false;
  }

  override render(): TemplateResult {
    const { say, handed } = this;
    return html`<p>${say("handedWhy", { name: handed.name })}</p>
      <dl>
        <dt>${say("login")}</dt>
        <dd>${handed.login}</dd>
        <dt>${say("password")}</dt>
        <dd class="key" data-testid="handed">${handed.password}</dd>
      </dl>
      <div class="row">
        <button class="secondary" data-testid="copy" @click=${this.#copy}>${say("copy")}</button>
        ${this.copied ? html`<p class="quiet" role="status">${say("copied")}</p>` : nothing}
      </div>`;
  }

  /** Where the browser lets nobody copy, the password is there to be selected. */
  readonly #copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.handed.password);
      this.copied = true;
    } catch {
      const shown = this.renderRoot.querySelector("[data-testid=handed]");
      if (shown) getSelection()?.selectAllChildren(shown);
    }
  };
}

customElements.define("yq-handed", YqHanded);
