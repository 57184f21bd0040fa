/** What the pages of the studio share: who asks, what was loaded, and what went wrong. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Api } from "../staff/api.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import { fault } from "./faults.ts";
import { knowledgeStyles } from "./knowledge.styles.ts";

/** A page that loads, changes, and tells. */
export abstract class KnowledgePage extends LitElement {
  static override styles = [base, formStyles, knowledgeStyles];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    trouble: { state: true },
    done: { state: true },
    busy: { state: true },
    loaded: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare trouble: string;
  declare done: string;
  declare busy: boolean;
  declare loaded: boolean;

  constructor() {
    super();
    this.trouble = this.done = "";
    this.busy = this.loaded = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("focus", this.#again);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("focus", this.#again);
  }

  /** Shows who comes back to the window what others did meanwhile; what is under way stays as it is. */
  protected again(): void {}

  readonly #again = (): void => this.again();

  override firstUpdated(): void {
    void this.reload();
  }

  /** Asks for what the page shows. */
  protected abstract load(): Promise<void>;

  protected get api(): Api {
    return this.staff.api;
  }

  protected readonly reload = async (): Promise<void> => {
    await this.attempt(() => this.load());
    this.loaded = true;
  };

  /** Does something, one thing at a time; false where it failed, which is told, and what was typed stays. */
  protected async attempt(what: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.trouble = this.done = "";
    try {
      await what();
      return true;
    } catch (error) {
      this.tell(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Tells what went wrong. */
  protected tell(error: unknown): void {
    this.trouble = fault(error, this.say);
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
    if (this.trouble)
      return html`<button class="secondary" data-testid="retry" @click=${this.reload}>${this.say("retry")}</button>`;
    return html`<p class="empty" data-testid="empty">${why}</p>`;
  }
}

/** The text that stands in a field. */
export function typed(event: Event): string {
  return (event.target as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value;
}
