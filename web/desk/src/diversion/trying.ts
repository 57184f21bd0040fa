/** Defines <yq-diversion-try>: all drafts, tried on the last turns before anybody approves them. */

import { html, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { field, PeoplePage } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import { diversionStyles } from "./diversion.styles.ts";
import type { Tried } from "./model.ts";
import { drawTried } from "./tried.ts";

const USUAL = 200;
const MOST = 500;

export class YqDiversionTry extends PeoplePage {
  static override styles = [base, formStyles, peopleStyles, diversionStyles];
  static override properties = { ...PeoplePage.properties, tried: { state: true } };

  declare tried: Tried | null;

  constructor() {
    super();
    this.tried = null;
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<p class="quiet">${say("divTryHint")}</p>
      <form class="bar" @submit=${this.#try}>
        <label>
          ${say("divLast")}
          <input name="last" type="number" min="1" max=${MOST} required .defaultValue=${String(USUAL)} />
        </label>
        <button class="primary" ?disabled=${this.busy} data-testid="try">${say("divTryDrafts")}</button>
      </form>
      ${this.told()} ${this.tried ? drawTried(this.tried, say) : nothing}`;
  }

  protected override load(): Promise<void> {
    return Promise.resolve();
  }

  readonly #try = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const last = Number(field(new FormData(event.target as HTMLFormElement), "last"));
    await this.attempt(async () => {
      this.tried = await this.api.call<Tried>("POST", "/staff/diversion/try", { last });
    });
  };
}

customElements.define("yq-diversion-try", YqDiversionTry);
