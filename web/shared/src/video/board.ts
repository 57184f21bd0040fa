/** Defines <yq-board>: the document that is shown, or the form that is filled in together, on either side. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "../design/tokens.ts";
import type { Language } from "../words/language.ts";
import { boardStyles } from "./board.styles.ts";
import type { AgentSays, CustomerSays, DocumentShown, FormField, FormShown, Table } from "./guide.ts";
import { type SayVideo, videoSpeaker } from "./words.ts";

/** Draws a `Table`. Says `board` with what this side does (`AgentSays`, or `CustomerSays`). */
export class YqBoard extends LitElement {
  static override styles = [base, boardStyles];
  static override properties = {
    table: { attribute: false },
    language: { attribute: false },
    agent: { type: Boolean },
  };

  declare table: Table;
  declare language: Language;
  /** Whether this is the agent's side. */
  declare agent: boolean;

  constructor() {
    super();
    this.agent = false;
  }

  override render(): TemplateResult | typeof nothing {
    const { shown } = this.table;
    if (!shown) return nothing;
    const say = videoSpeaker(this.language);
    return html`<section aria-label=${shown.title[this.language]} data-testid="board">
      <header>
        <h2>${shown.title[this.language]}</h2>
        ${
          this.agent
            ? html`<button data-testid="board-away" @click=${() => this.#say({ kind: "away" })}>
              ${say("takeAway")}
            </button>`
            : nothing
        }
      </header>
      ${shown.kind === "show" ? this.#document(say, shown) : this.#form(say, shown)}
    </section>`;
  }

  #document(say: SayVideo, shown: DocumentShown): TemplateResult {
    const { page, pages } = shown;
    const turn = (to: number) => () => this.#say({ kind: "show", document: shown.document, page: to });
    return html`<div class="page" role="status" data-testid="board-page">${shown.text[this.language]}</div>
      <p class="row">
        ${
          this.agent
            ? html`<button data-testid="board-before" ?disabled=${page === 0} @click=${turn(page - 1)}>
              ${say("pageBefore")}
            </button>`
            : nothing
        }
        <span>${say("page", { page: page + 1, pages })}</span>
        ${
          this.agent
            ? html`<button data-testid="board-after" ?disabled=${page + 1 === pages} @click=${turn(page + 1)}>
              ${say("pageAfter")}
            </button>`
            : nothing
        }
        ${
          this.agent && this.table.seen >= 0
            ? html`<span role="status" data-testid="board-seen"
              >${say("pageSeen", { page: this.table.seen + 1 })}</span
            >`
            : nothing
        }
      </p>`;
  }

  #form(say: SayVideo, form: FormShown): TemplateResult {
    if (this.table.confirmed === "done")
      return html`<p role="status" data-testid="board-confirmed">
        ${say(this.agent ? "confirmedByCustomer" : "confirmed")}
      </p>`;
    if (this.agent) return html`<dl>${form.fields.map((field) => this.#proposing(say, form, field))}</dl>`;
    const { confirmed } = this.table;
    return html`<form @submit=${(event: Event) => this.#confirm(event, form)}>
      ${form.fields.map((field) => this.#filling(say, form, field))}
      <p>${say("confirmHint")}</p>
      ${
        confirmed
          ? html`<p class="trouble" role="alert">
            ${say(confirmed === "bad_input" ? "confirmRefused" : "confirmGone")}
          </p>`
          : nothing
      }
      <button class="primary" data-testid="board-confirm">${say("confirm")}</button>
    </form>`;
  }

  /** The agent's side of a field: what it holds, and a proposal. */
  #proposing(say: SayVideo, { form }: FormShown, field: FormField): TemplateResult {
    const { field: name } = field;
    const holds = this.table.there[name];
    const held = field.private
      ? say(holds ? "privateThere" : "privateEmpty")
      : this.table.values[name] || say("empty");
    const propose = (event: SubmitEvent): void => {
      event.preventDefault();
      const value = textOf(event.target as HTMLFormElement, "value");
      if (value) this.#say({ kind: "propose", form, field: name, value });
    };
    return html`<dt>${field[this.language]}</dt>
      <dd data-testid="board-holds-${name}">${held}</dd>
      ${
        field.private
          ? nothing
          : html`<dd>
            <form class="row" @submit=${propose}>
              ${this.#input(field, "value", "", field[this.language], null)}
              <button data-testid="board-propose-${name}">${say("propose")}</button>
            </form>
          </dd>`
      }`;
  }

  /** The customer's side of a field. */
  #filling(say: SayVideo, { form }: FormShown, field: FormField): TemplateResult {
    const { field: name } = field;
    const proposal = this.table.proposed[name];
    const fill = (value: string): void => this.#say({ kind: "filled", form, field: name, value });
    return html`<label>
        ${field[this.language]}
        ${this.#input(field, name, this.table.values[name] ?? "", "", (event) => fill((event.target as HTMLInputElement).value))}
        ${field.private ? html`<small>${say("privateHint")}</small>` : nothing}
      </label>
      ${
        proposal === undefined
          ? nothing
          : html`<p class="row" role="status" data-testid="board-proposed-${name}">
            ${say("proposed", { value: proposal })}
            <button type="button" data-testid="board-adopt-${name}" @click=${() => fill(proposal)}>
              ${say("adopt")}
            </button>
          </p>`
      }`;
  }

  #input(
    field: FormField,
    name: string,
    value: string,
    label: string,
    changed: ((event: Event) => void) | null,
  ): TemplateResult {
    const wrong = this.table.wrong === field.field ? "true" : nothing;
    const testId = `board-${this.agent ? "value" : "field"}-${field.field}`;
    if (field.kind === "choice")
      return html`<select
        name=${name}
        .value=${value}
        aria-label=${label || nothing}
        aria-invalid=${wrong}
        data-testid=${testId}
        @change=${changed}
      >
        <option value=""></option>
        ${field.options.map((each) => html`<option value=${each} ?selected=${each === value}>${each}</option>`)}
      </select>`;
    return html`<input
      name=${name}
      .value=${value}
      maxlength="200"
      autocomplete="off"
      inputmode=${field.kind === "amount" ? "decimal" : "text"}
      aria-label=${label || nothing}
      aria-invalid=${wrong}
      ?data-yq-private=${field.private}
      data-testid=${testId}
      @change=${changed}
    />`;
  }

  #confirm(event: Event, { form, fields }: FormShown): void {
    event.preventDefault();
    const given = event.target as HTMLFormElement;
    const values = Object.fromEntries(
      fields.map(({ field }) => [field, textOf(given, field)] as const).filter(([, value]) => value),
    );
    this.#say({ kind: "confirm", form, values });
  }

  #say(said: AgentSays | CustomerSays): void {
    this.dispatchEvent(new CustomEvent("board", { detail: said }));
  }
}

function textOf(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value.trim() : "";
}

customElements.define("yq-board", YqBoard);
