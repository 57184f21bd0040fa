/** Defines <yq-hits>: what the rules found in conversations that have ended; each leads to its message. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { field, PeoplePage } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import { type Hit, KINDS, type Said } from "./model.ts";
import { drawTalk, talkStyles } from "./talk.ts";

/** How many the hub gives at once. */
const PAGE = 100;

export class YqHits extends PeoplePage {
  static override styles = [base, formStyles, peopleStyles, talkStyles];
  static override properties = {
    ...PeoplePage.properties,
    hits: { state: true },
    more: { state: true },
    open: { state: true },
  };

  declare hits: readonly Hit[];
  /** Whether there may be older ones. */
  declare more: boolean;
  declare open: { readonly hit: Hit; readonly said: readonly Said[] } | null;
  #kind = "";

  constructor() {
    super();
    this.hits = [];
    this.more = false;
    this.open = null;
  }

  override render(): TemplateResult {
    const { say, open, language } = this;
    return html`<form class="bar" @submit=${this.#search}>
        <label>
          ${say("isKind")}
          <select name="kind" data-testid="kind">
            <option value="">${say("isAnyKind")}</option>
            ${Object.entries(KINDS).map(([kind, word]) => html`<option value=${kind}>${say(word)}</option>`)}
          </select>
        </label>
        <button class="primary" ?disabled=${this.busy} data-testid="search">${say("search")}</button>
      </form>
      ${this.told()} ${this.hits.length ? this.#table() : this.nothingHere(say("isNoHits"))}
      ${
        this.more
          ? html`<button class="secondary more" data-testid="more" ?disabled=${this.busy} @click=${this.#older}>
            ${say("showMore")}
          </button>`
          : nothing
      }
      ${
        open
          ? html`<yq-sheet .heading=${say("isTalk")} .language=${language} @gone=${() => (this.open = null)}>
            ${open.hit.why ? html`<p>${open.hit.why}</p>` : nothing}
            ${drawTalk(open.said, open.hit.seq, say, language)}
          </yq-sheet>`
          : nothing
      }`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("open"))
      this.renderRoot.querySelector("li[aria-current]")?.scrollIntoView({ block: "center" });
  }

  protected override async load(): Promise<void> {
    await this.#ask("");
  }

  #table(): TemplateResult {
    const { say, language } = this;
    return html`<table data-testid="hits">
      <thead>
        <tr>
          <th scope="col">${say("isKind")}</th>
          <th scope="col">${say("isWords")}</th>
          <th scope="col" class="wide">${say("isAgent")}</th>
          <th scope="col" class="wide">${say("when")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.hits.map((hit) => {
          const word = KINDS[hit.kind];
          const who = hit.login || say("isBot");
          return html`<tr data-testid="hit" data-kind=${hit.kind}>
            <td>${word ? say(word) : hit.kind}<span class="narrow quiet">${who}</span></td>
            <td>
              <button class="open" data-testid="open-hit" @click=${() => void this.#read(hit)}>
                ${hit.words || say("isReadTalk")}
              </button>
              <div class="quiet">${hit.why}</div>
            </td>
            <td class="wide">${who}</td>
            <td class="wide">${fullMoment(Date.parse(hit.found_at), language)}</td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  }

  readonly #search = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    this.#kind = field(new FormData(event.target as HTMLFormElement), "kind");
    await this.attempt(() => this.#ask(""));
  };

  readonly #older = async (): Promise<void> => {
    await this.attempt(() => this.#ask(this.hits.at(-1)?.found_at ?? ""));
  };

  async #ask(before: string): Promise<void> {
    const query = new URLSearchParams({ kind: this.#kind, ...(before ? { before } : {}) });
    const { hits } = await this.api.call<{ hits: Hit[] }>("GET", `/staff/inspection/hits?${query}`);
    this.hits = before ? [...this.hits, ...hits] : hits;
    this.more = hits.length === PAGE;
  }

  async #read(hit: Hit): Promise<void> {
    await this.attempt(async () => {
      const path = `/staff/inspection/messages/${hit.message}`;
      this.open = { hit, said: (await this.api.call<{ said: Said[] }>("GET", path)).said };
    });
  }
}

customElements.define("yq-hits", YqHits);
