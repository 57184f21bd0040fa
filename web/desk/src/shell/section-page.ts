/** What the sections with pages of their own share: who asks, and which page the address names. */

import { css, LitElement } from "lit";
import { tabStyles } from "@yuanqiao/shared/components/tabs.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";

/** A section; `place` is what stands behind its name in the address, empty for nothing. */
export abstract class SectionPage extends LitElement {
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

  readonly #choose = (): void => {
    this.place = chosenPlace();
  };
}

function chosenPlace(): string {
  return location.hash.slice(1).split("/")[1] ?? "";
}
