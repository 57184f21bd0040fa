/** Defines <yq-people>: who works here, what each may do, where and with whom, and who did what. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import { pagesFor, SECTION } from "./pages.ts";

export class YqPeople extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        max-width: 1100px;
        padding: 24px;
      }
      h1 {
        margin: 0 0 12px;
        font-size: 20px;
      }
      nav {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        margin-bottom: 20px;
        border-bottom: 1px solid var(--yq-line);
      }
      nav a {
        padding: 10px 12px 8px;
        border-bottom: 2px solid transparent;
        color: var(--yq-quiet);
        text-decoration: none;
      }
      nav a:hover {
        color: var(--yq-text);
      }
      nav a[aria-current="page"] {
        border-bottom-color: var(--yq-accent);
        color: var(--yq-accent);
        font-weight: 500;
      }
      @media (max-width: 640px) {
        :host {
          padding: 16px;
        }
      }
    `,
  ];
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
