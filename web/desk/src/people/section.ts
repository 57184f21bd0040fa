/** Defines <yq-people>: who works here, what each may do, where and with whom, and who did what. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import { pagesFor, SECTION } from "./pages.ts";
import { peopleSectionStyles } from "./section.styles.ts";

export class YqPeople extends LitElement {
  static override styles = [base, peopleSectionStyles];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    page: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare page: string;

  constructor() {
    super();
    this.page = chosenPage();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", this.#choose);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.#choose);
  }

  override render(): TemplateResult {
    const { say } = this;
    const pages = pagesFor(this.staff);
    const shown = pages.find(({ name }) => name === this.page) ?? pages[0];
    return html`<h1>${say("people")}</h1>
      <nav aria-label=${say("peoplePages")}>
        ${pages.map(
          ({ name, word }) =>
            html`<a
              href="#${SECTION}/${name}"
              aria-current=${name === shown?.name ? "page" : nothing}
              data-testid="page-${name}"
              >${say(word)}</a
            >`,
        )}
      </nav>
      ${shown ? shown.draw(this.staff, say, this.language) : nothing}`;
  }

  readonly #choose = (): void => {
    this.page = chosenPage();
  };
}

function chosenPage(): string {
  return location.hash.slice(1).split("/")[1] ?? "";
}

customElements.define("yq-people", YqPeople);
