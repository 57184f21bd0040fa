/** Defines <yq-kb-synonym-versions>: what was published when and by whom, what differs, the way back; says `moved`. */

import { html, nothing, type TemplateResult } from "lit";
import { KnowledgePage } from "./page.ts";
import { drawChanges } from "./synonym-changes.ts";
import { type GroupChange, PATH, type Synonyms, versionName } from "./synonym-model.ts";

export class YqKbSynonymVersions extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    list: { attribute: false },
    compared: { state: true },
  };

  declare list: Synonyms;
  declare compared: { readonly number: number; readonly changes: readonly GroupChange[] } | null;

  constructor() {
    super();
    this.compared = null;
  }

  override render(): TemplateResult {
    const { say, list } = this;
    return html`<h3>${say("kbVersions")}</h3>
      ${this.told()}
      <ul class="rows" data-testid="syn-versions">
        ${list.versions.map((each) =>
          this.#row(
            each.number,
            html`<span class="quiet" dir="auto"
              >${say("kbSynBy", {
                authors: each.authors.join(say("comma")),
                approved: each.approved_by,
                when: new Date(each.approved_at).toLocaleString(this.language),
              })}
              ${each.comment}</span
            >`,
          ),
        )}
        ${this.#row(0, html`<span class="quiet">${say("kbSynShippedWhy")}</span>`)}
      </ul>
      ${
        this.compared
          ? html`<section aria-live="polite" data-testid="syn-difference">
            <h3>${say("kbSynDifference", { one: versionName(this.compared.number, say), other: versionName(list.number, say) })}</h3>
            ${drawChanges(this.compared.changes, say)}
          </section>`
          : nothing
      }`;
  }

  protected override load(): Promise<void> {
    return Promise.resolve(); // what is shown came with the list
  }

  #row(number: number, about: TemplateResult): TemplateResult {
    const { say, list } = this;
    const name = versionName(number, say);
    return html`<li data-testid="syn-version">
      <span>${name}</span>
      ${number === list.number ? html`<span class="chip live">${say("kbSynInForce")}</span>` : nothing} ${about}
      ${number === list.number ? nothing : html`<button class="secondary" aria-label="${say("kbCompare")} ${name}" data-testid="syn-compare-${number}" ?disabled=${this.busy} @click=${() => void this.#compare(number)}>${say("kbCompare")}</button>`}
      ${
        number !== list.number && !list.draft && this.staff.may("knowledge.edit")
          ? html`<button class="secondary" aria-label="${say("kbRollBack")} ${name}" data-testid="syn-back-${number}" ?disabled=${this.busy} @click=${() => void this.#rollBack(number)}>${say("kbRollBack")}</button>`
          : nothing
      }
    </li>`;
  }

  async #compare(number: number): Promise<void> {
    await this.attempt(async () => {
      const path = `${PATH}/difference?one=${number}&other=${this.list.number}`;
      const { changes } = await this.api.call<{ changes: GroupChange[] }>("GET", path);
      this.compared = { number, changes };
    });
  }

  async #rollBack(number: number): Promise<void> {
    const done = await this.attempt(async () => {
      await this.api.call("POST", `${PATH}/roll-back`, { number });
    });
    if (!done) return;
    this.compared = null;
    this.dispatchEvent(new CustomEvent("moved", { detail: this.say("kbSynRolledBack") }));
  }
}

customElements.define("yq-kb-synonym-versions", YqKbSynonymVersions);
