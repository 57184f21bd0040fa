/** Defines <yq-cases>: complaints until they are answered; the page's address says which, or which one. */

import { css, html, LitElement, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { drawTabs, tabStyles } from "@yuanqiao/shared/components/tabs.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { Staff } from "../staff/me.ts";
import type { Say, Word } from "../words/index.ts";
import type { Which } from "./list.ts";
import "./list.ts";
import "./one.ts";

const LISTS: readonly (readonly [Which, string, Word])[] = [
  ["running", "#cases", "casesRunning"],
  ["mine", "#cases/mine", "casesMine"],
  ["closed", "#cases/closed", "casesClosed"],
];
const NUMBER = /^TS-[0-9A-Z-]{1,13}$/;

export class YqCases extends LitElement {
  static override styles = [
    base,
    tabStyles,
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
    place: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare place: string;

  constructor() {
    super();
    this.place = chosenPlace();
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
    const { say, staff, language, place } = this;
    if (NUMBER.test(place))
      return html`<h1>${say("cases")}</h1>
        ${keyed(
          place,
          html`<yq-one-case .staff=${staff} .say=${say} .language=${language} .number=${place}></yq-one-case>`,
        )}`;
    const which = LISTS.find(([name]) => name === place)?.[0] ?? "running";
    return html`<h1>${say("cases")}</h1>
      ${drawTabs(
        LISTS.map(([name, address, word]) => ({ name, address, label: say(word) })),
        which,
        say("casesWhich"),
        "cases",
      )}
      ${keyed(
        which,
        html`<yq-case-list .staff=${staff} .say=${say} .language=${language} .which=${which}></yq-case-list>`,
      )}`;
  }

  readonly #choose = (): void => {
    this.place = chosenPlace();
  };
}

function chosenPlace(): string {
  return location.hash.slice(1).split("/")[1] ?? "";
}

customElements.define("yq-cases", YqCases);
