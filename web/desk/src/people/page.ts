/** What the pages of People share: who asks, what was loaded, and what went wrong. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Api } from "../staff/api.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import { fault, type Faults } from "./faults.ts";
import { peopleStyles } from "./people.styles.ts";

/** A page that loads, changes, and tells. */
export abstract class PeoplePage extends LitElement {
  static override styles = [base, formStyles, peopleStyles];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    trouble: { state: true },
    done: { state: true },
    busy: { state: true },
    loaded: { state: true },
    failed: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare trouble: string;
  declare done: string;
  declare busy: boolean;
  declare loaded: boolean;
  /** What the page shows could not be had. */
  declare failed: boolean;

  constructor() {
    super();
    this.trouble = this.done = "";
    this.busy = this.loaded = this.failed = false;
  }

  override firstUpdated(): void {
    void this.reload();
  }

  /** Asks for what the page shows. */
  protected abstract load(): Promise<void>;

  protected get api(): Api {
    return this.staff.api;
  }

  protected readonly reload = async (): Promise<void> => {
    this.failed = !(await this.attempt(() => this.load()));
    this.loaded = true;
  };

  /** Does something once at a time; false where it failed, which is told then. What was typed stays. */
  protected async attempt(what: () => Promise<void>, words: Faults = {}): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.trouble = this.done = "";
    try {
      await what();
      return true;
    } catch (error) {
      this.trouble = fault(error, this.say, words);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** What went wrong, or what was done. */
  protected told(): TemplateResult {
    return html`${
      this.trouble ? html`<p class="trouble" role="alert" data-testid="trouble">${this.trouble}</p>` : nothing
    }${this.done ? html`<p class="done" role="status" data-testid="done">${this.done}</p>` : nothing}`;
  }

  /** What stands where nothing is: loading, a way to try again, or why it is empty. */
  protected nothingHere(why: string): TemplateResult {
    if (!this.loaded) return html`<p class="quiet" role="status">${this.say("loading")}</p>`;
    if (this.failed)
      return html`<button class="secondary" data-testid="retry" @click=${this.reload}>${this.say("retry")}</button>`;
    return html`<p class="empty" data-testid="empty">${why}</p>`;
  }
}

/** The text of a form's field. */
export function field(form: FormData, name: string): string {
  return String(form.get(name) ?? "").trim();
}

/** All that was ticked under a name. */
export function ticked(form: FormData, name: string): string[] {
  return form.getAll(name).map(String);
}
