/** Defines <yq-knowledge>: the studio, where articles are written, reviewed, published and tried. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { badgeStyles, drawBadge } from "../shell/badge.ts";
import type { Counts } from "../shell/waiting.ts";
import type { Staff } from "../staff/me.ts";
import type { Say, Word } from "../words/index.ts";
import "./announcements.ts";
import "./article.ts";
import "./categories.ts";
import "./exchange.ts";
import "./gaps.ts";
import "./list.ts";
import "./offer-order.ts";
import "./outlets.ts";
import "./synonyms.ts";
import "./try.ts";
import "./values.ts";
import "./work-items.ts";
import { keepToReviews, reviewsWaiting, STEPPED } from "./reviews.ts";
import { guard, keepFor } from "./unsaved.ts";

const PAGES: readonly (readonly [string, Word])[] = [
  ["articles", "kbArticles"],
  ["gaps", "kbGaps"],
  ["work", "kbWork"],
  ["try", "kbTry"],
  ["order", "kbOrder"],
  ["values", "kbValues"],
  ["synonyms", "kbSynonyms"],
  ["outlets", "kbOutlets"],
  ["categories", "kbCategories"],
  ["exchange", "kbExchange"],
  ["announcements", "kbAnnouncements"],
];

/** The rights of which one opens a page; any other opens for who reads the knowledge base. */
const OPENED_BY: Readonly<Record<string, readonly string[]>> = {
  outlets: ["outlets.read"],
  // Who gives categories to branches need not read what stands in them.
  categories: ["knowledge.read", "knowledge.categories"],
};

export class YqKnowledge extends LitElement {
  static override styles = [
    base,
    badgeStyles,
    css`
      :host {
        display: block;
        max-width: 1280px;
        padding: 24px;
      }
      h1 {
        margin: 0 0 12px;
        font-size: 20px;
      }
      .waiting {
        margin: 0;
      }
      .waiting a {
        display: inline-block;
        margin-bottom: 12px;
        padding: 8px 14px;
        border: 1px solid var(--yq-accent);
        border-radius: var(--yq-radius-control);
        background: var(--yq-tint);
        color: var(--yq-accent);
        font-weight: 500;
        text-decoration: none;
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
    counts: { attribute: false },
    place: { state: true },
    waiting: { state: true },
    fresh: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  /** How much waits for who sits there, by page. */
  declare counts: Counts;
  declare place: readonly string[];
  /** How many drafts wait for a review by who sits there. */
  declare waiting: number;
  /** Counts how often the list was begun anew. */
  declare fresh: number;

  constructor() {
    super();
    this.place = chosenPlace();
    this.counts = {};
    this.waiting = this.fresh = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", this.#choose);
    addEventListener("focus", this.#count);
    this.addEventListener(STEPPED, this.#count);
    addEventListener("beforeunload", guard); // it stays in other sections, too: the words are still kept then
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.#choose);
    removeEventListener("focus", this.#count);
    this.removeEventListener(STEPPED, this.#count);
  }

  override willUpdate(): void {
    keepFor(this.staff.me?.account_id ?? "");
  }

  override firstUpdated(): void {
    this.#count();
  }

  override render(): TemplateResult {
    const { say, waiting } = this;
    const [page = ""] = this.place;
    const pages = PAGES.filter(([name]) =>
      (OPENED_BY[name] ?? ["knowledge.read"]).some((right) => this.staff.may(right)),
    );
    const shown = pages.some(([name]) => name === page) ? page : (pages[0]?.[0] ?? "");
    return html`<h1>${say("knowledge")}</h1>
      <p role="status" class="waiting">
        ${
          waiting
            ? html`<a href="#knowledge/articles" data-testid="reviews" @click=${this.#toReviews}
              >${say("kbReviewsWaiting", { count: waiting })}</a
            >`
            : nothing
        }
      </p>
      <nav aria-label=${say("kbPages")}>
        ${pages.map(
          ([name, word]) =>
            html`<a
              href="#knowledge/${name}"
              aria-current=${name === shown ? "page" : nothing}
              data-testid="page-${name}"
              >${say(word)}${drawBadge(this.counts[`knowledge/${name}`], name, say)}</a
            >`,
        )}
      </nav>
      ${this.#page(shown)}`;
  }

  #page(name: string): unknown {
    const { staff, say, language } = this;
    const [, article] = this.place;
    if (name === "gaps")
      return html`<yq-kb-gaps .staff=${staff} .say=${say} .language=${language}></yq-kb-gaps>`;
    if (name === "work")
      return html`<yq-kb-work-items .staff=${staff} .say=${say} .language=${language}></yq-kb-work-items>`;
    if (name === "order")
      return html`<yq-kb-offer-order
        .staff=${staff}
        .say=${say}
        .language=${language}
      ></yq-kb-offer-order>`;
    if (name === "try")
      return html`<yq-kb-try .staff=${staff} .say=${say} .language=${language}></yq-kb-try>`;
    if (name === "values")
      return html`<yq-kb-values .staff=${staff} .say=${say} .language=${language}></yq-kb-values>`;
    if (name === "synonyms")
      return html`<yq-kb-synonyms .staff=${staff} .say=${say} .language=${language}></yq-kb-synonyms>`;
    if (name === "outlets")
      return html`<yq-kb-outlets .staff=${staff} .say=${say} .language=${language}></yq-kb-outlets>`;
    if (name === "categories")
      return html`<yq-kb-categories .staff=${staff} .say=${say} .language=${language}></yq-kb-categories>`;
    if (name === "exchange")
      return html`<yq-kb-exchange .staff=${staff} .say=${say} .language=${language}></yq-kb-exchange>`;
    if (name === "announcements")
      return html`<yq-kb-announcements
        .staff=${staff}
        .say=${say}
        .language=${language}
      ></yq-kb-announcements>`;
    if (!article)
      return keyed(
        this.fresh,
        html`<yq-kb-list
          .staff=${staff}
          .say=${say}
          .language=${language}
          .waiting=${this.waiting}
          @to-reviews=${this.#toReviews}
        ></yq-kb-list>`,
      );
    return keyed(
      article,
      html`<yq-kb-article .staff=${staff} .say=${say} .language=${language} .articleId=${article}></yq-kb-article>`,
    );
  }

  readonly #choose = (): void => {
    this.place = chosenPlace();
    this.#count();
  };

  readonly #count = (): void => {
    void reviewsWaiting(this.staff).then((waiting) => (this.waiting = waiting));
  };

  readonly #toReviews = (): void => {
    keepToReviews();
    this.fresh += 1;
  };
}

/** What stands behind the section in the page's address: a page, and the article that is open. */
function chosenPlace(): readonly string[] {
  return location.hash.slice(1).split("/").slice(1).map(decoded);
}

/** Somebody may have written the address by hand. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

customElements.define("yq-knowledge", YqKnowledge);
