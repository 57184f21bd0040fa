/** Defines <yq-kb-merge>: two changes of one article side by side; says `merged` with what is to be gone on from. */

import { html, LitElement, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { channelName } from "../conversations/channel.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say } from "../words/index.ts";
import { knowledgeStyles } from "./knowledge.styles.ts";
import { type Choice, chosen, type Content, type Field, FIELDS, type Merge, same } from "./model.ts";

export class YqKbMerge extends LitElement {
  static override styles = [base, formStyles, knowledgeStyles];
  static override properties = {
    say: { attribute: false },
    original: { attribute: false },
    mine: { attribute: false },
    theirs: { attribute: false },
    merge: { attribute: false },
    choices: { state: true },
  };

  declare say: Say;
  declare original: Content;
  declare mine: Content;
  declare theirs: Content;
  declare merge: Merge;
  declare choices: Readonly<Partial<Record<Field, Choice>>>;

  constructor() {
    super();
    this.choices = {};
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
  }

  override render(): TemplateResult {
    const { say, merge } = this;
    const theirs = (Object.keys(this.original) as Field[]).filter(
      (field) => !same(this.theirs[field], this.original[field]) && !merge.both.includes(field),
    );
    return html`<section class="merge" data-testid="merge">
      <h2 tabindex="-1">${say("kbMerge")}</h2>
      <p>${say(merge.both.length ? "kbMergeWhy" : "kbMergeNone")}</p>
      ${merge.both.map((field) => this.#both(field))}
      ${theirs.map(
        (field) =>
          html`<h3>${say(FIELDS[field])} · ${say("kbTheirsTaken")}</h3>
            <pre dir="auto">${this.#shown(field, merge.merged)}</pre>`,
      )}
      <div class="row">
        <button class="primary" data-testid="merge-take" @click=${this.#take}>${say("kbMergeTake")}</button>
      </div>
    </section>`;
  }

  #both(field: Field): TemplateResult {
    const { say } = this;
    const choice = this.choices[field] ?? "mine";
    const option = (value: Choice, label: string, text: string): TemplateResult =>
      html`<div>
        <label class="tick"
          ><input
            type="radio"
            name=${field}
            value=${value}
            .checked=${choice === value}
            data-testid="${field}-${value}"
            @change=${() => (this.choices = { ...this.choices, [field]: value })}
          />${label}</label
        >
        <pre dir="auto">${text}</pre>
      </div>`;
    return html`<fieldset>
      <legend>${say(FIELDS[field])}</legend>
      <div class="fields">
        ${option("mine", say("kbMine"), this.#shown(field, this.mine))}
        ${option("theirs", say("kbTheirs"), this.#shown(field, this.theirs))}
      </div>
      ${field === "answer" ? option("together", say("kbTogether"), "") : ""}
    </fieldset>`;
  }

  #shown(field: Field, content: Content): string {
    const value = content[field];
    if (value === null || value === "") return this.say("kbEmpty");
    if (field === "channels")
      return content.channels.map((each) => channelName(each, this.say)).join(this.say("comma"));
    if (field === "links") return content.links.map(({ title, url }) => `${title} ${url}`).join("\n");
    return Array.isArray(value) ? value.join("\n") : String(value);
  }

  readonly #take = (): void => {
    const detail = chosen(this.merge, this.mine, this.theirs, this.choices);
    this.dispatchEvent(new CustomEvent<Content>("merged", { detail }));
  };
}

customElements.define("yq-kb-merge", YqKbMerge);
