/** What the pages of queues and calendars share: a table, and a sheet that makes or changes one of its rows. */

import { html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import type { Word } from "../words/index.ts";
import type { Faults } from "./faults.ts";
import { PeoplePage } from "./page.ts";
import type { Versioned } from "./routing.ts";

/** How one kind is called: in addresses and test ids, and in words. */
export interface Kind {
  readonly name: "queue" | "calendar";
  readonly make: Word;
  readonly change: Word;
  readonly none: Word;
}

/** A page of setups of one kind, which have versions and are the house's. */
export abstract class SetupsPage<T> extends PeoplePage {
  static override properties = {
    ...PeoplePage.properties,
    setups: { state: true },
    open: { state: true },
  };

  declare setups: readonly Versioned<T>[];
  /** The one in the sheet; "new" for one that is to be made. */
  declare open: Versioned<T> | "new" | null;

  constructor() {
    super();
    this.setups = [];
    this.open = null;
  }

  override render(): TemplateResult {
    const { say, language, open, kind } = this;
    return html`${
      this.changes
        ? html`<div class="bar">
            <button class="primary" data-testid="new-${kind.name}" @click=${() => this.show("new")}>
              ${say(kind.make)}
            </button>
          </div>`
        : nothing
    }
      ${open ? nothing : this.told()} ${this.setups.length ? this.table() : this.nothingHere(say(kind.none))}
      ${
        open
          ? html`<yq-sheet
            .heading=${say(open === "new" ? kind.make : kind.change)}
            .language=${language}
            @gone=${() => this.show(null)}
            >${this.form(open === "new" ? null : open)}</yq-sheet
          >`
          : nothing
      }`;
  }

  protected abstract readonly kind: Kind;
  protected abstract table(): TemplateResult;
  protected abstract form(each: Versioned<T> | null): TemplateResult;

  protected get changes(): boolean {
    return this.staff.may("routing.change");
  }

  protected show(what: Versioned<T> | "new" | null): void {
    this.trouble = this.done = "";
    this.open = what;
  }

  /** Makes or changes one, and shows them all; what was typed stays where that failed. */
  protected async put(
    each: Versioned<T> | null,
    id: string,
    setup: Partial<T>,
    words: Faults,
  ): Promise<void> {
    const path = `/staff/${this.kind.name}s`;
    await this.finish(async () => {
      if (each) await this.api.call("PUT", `${path}/${id}`, { version: each.version, setup });
      else await this.api.call("POST", path, { setup });
    }, words);
  }

  /** Does something to one, shows them all, and leaves the sheet. */
  protected async finish(what: () => Promise<void>, words: Faults): Promise<void> {
    const saved = await this.attempt(async () => {
      await what();
      await this.load();
    }, words);
    if (!saved) return;
    this.show(null);
    this.done = this.say("saved");
  }

  /** The field of the id, which is chosen once. */
  protected idField(each: Versioned<T> | null): TemplateResult | typeof nothing {
    if (each) return nothing;
    return html`<label>
      ${this.say("queueId")}
      <input
        name="${this.kind.name}_id"
        required
        pattern="[a-z][a-z0-9_]*"
        maxlength="32"
        autocapitalize="none"
      />
      <span class="hint">${this.say("idHint")}</span>
    </label>`;
  }

  protected saveButton(): TemplateResult | typeof nothing {
    if (!this.changes) return nothing;
    return html`<div class="row">
      <button class="primary" ?disabled=${this.busy} data-testid="save">${this.say("save")}</button>
    </div>`;
  }
}
