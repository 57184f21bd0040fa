/** Defines <yq-desk-guide>: what the agent can show and have filled in, and what lies on the table just now. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { AgentSays, Shelf, Table } from "@yuanqiao/shared/video/guide.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import "@yuanqiao/shared/video/board.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say } from "../words/index.ts";

/** Says `guide` with an `AgentSays`. */
export class YqDeskGuide extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      :host {
        display: grid;
        gap: 8px;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      select {
        flex: 1;
        min-width: 0;
      }
      yq-board {
        display: block;
        max-height: 34vh;
        overflow: auto;
      }
    `,
  ];
  static override properties = {
    say: { attribute: false },
    language: { attribute: false },
    shelf: { attribute: false },
    table: { attribute: false },
  };

  declare say: Say;
  declare language: Language;
  declare shelf: Shelf;
  declare table: Table;

  override render(): TemplateResult {
    const { say, language } = this;
    return html`<form @submit=${this.#show}>
        <select name="what" aria-label=${say("guideWhat")} data-testid="guide-what">
          <optgroup label=${say("guideDocuments")}>
            ${this.shelf.documents.map((each) => html`<option value="show ${each.name}">${each[language]}</option>`)}
          </optgroup>
          <optgroup label=${say("guideForms")}>
            ${this.shelf.forms.map((each) => html`<option value="form ${each.name}">${each[language]}</option>`)}
          </optgroup>
        </select>
        <button class="secondary" data-testid="guide-show">${say("guideShow")}</button>
      </form>
      <yq-board agent .table=${this.table} .language=${language} @board=${this.#board}></yq-board>`;
  }

  readonly #show = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement).get("what");
    const [kind, name] = typeof given === "string" ? given.split(" ") : [];
    if (!name) return;
    this.#say(kind === "show" ? { kind, document: name, page: 0 } : { kind: "form", form: name });
  };

  readonly #board = (event: CustomEvent<AgentSays>): void => this.#say(event.detail);

  #say(said: AgentSays): void {
    this.dispatchEvent(new CustomEvent<AgentSays>("guide", { detail: said }));
  }
}

customElements.define("yq-desk-guide", YqDeskGuide);
