/** Defines <yq-kb-try>: what a question would find, why, and what would come of it at other risks. */

import { html, nothing, type TemplateResult } from "lit";
import { channelName } from "../conversations/channel.ts";
import type { Word } from "../words/index.ts";
import { drawCurve, keptAt, percent, type Point, type Risks } from "./curve.ts";
import { CHANNELS } from "./model.ts";
import { KnowledgePage, typed } from "./page.ts";

/** An article that was found. */
interface Candidate {
  readonly article_id: string;
  readonly title: string;
  readonly score: number;
  readonly nearest: string;
  readonly words: readonly string[];
}

/** `POST /staff/kb/try`. */
interface Tried {
  readonly outcome: "answer" | "offer" | "abstain";
  readonly articles: readonly string[];
  readonly text: string;
  readonly missing: readonly string[];
  readonly understood: string;
  readonly likelihood: number;
  readonly threshold: number;
  readonly candidates: readonly Candidate[];
  readonly strange: readonly string[];
}

const OUTCOMES: Readonly<Record<Tried["outcome"], Word>> = {
  answer: "kbOutcomeAnswer",
  offer: "kbOutcomeOffer",
  abstain: "kbOutcomeAbstain",
};

/** The sliders: which risk, its word, and how far it goes. */
const SLIDERS: readonly (readonly [keyof Risks, Word, number])[] = [
  ["wrong", "kbRiskWrong", 0.2],
  ["unfounded", "kbRiskUnfounded", 0.2],
  ["useless", "kbRiskUseless", 1],
];

export class YqKbTry extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    points: { state: true },
    risks: { state: true },
    tried: { state: true },
  };

  declare points: readonly Point[];
  declare risks: Risks | null;
  declare tried: Tried | null;
  #house: Risks | null = null;
  #question = "";
  /** Who would ask, where and when; null for anybody, anywhere, today. */
  #asker: Readonly<Record<string, string | null>> = {};
  #asked = 0;

  constructor() {
    super();
    this.points = [];
    this.risks = this.tried = null;
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<form class="bar" data-testid="try" @submit=${this.#submit}>
        <input
          name="question"
          class="wide"
          required
          maxlength="500"
          dir="auto"
          aria-label=${say("kbQuestion")}
          placeholder=${say("kbQuestion")}
          data-testid="question"
        />
        <select name="channel" aria-label=${say("channel")} data-testid="try-channel">
          <option value="">${say("kbAnyChannel")}</option>
          ${CHANNELS.map((each) => html`<option value=${each}>${channelName(each, say)}</option>`)}
        </select>
        ${(["region", "segment"] as const).map((name) => this.#whose(name))}
        <label class="tick">${say("kbTryDay")}<input type="date" name="day" data-testid="try-day" /></label>
        <button class="primary" data-testid="ask">${say("kbAsk")}</button>
      </form>
      ${this.told()}
      <div class="two">
        <div aria-live="polite">
          ${this.tried ? this.#result(this.tried) : html`<p class="empty">${say("kbTryWhy")}</p>`}
        </div>
        <aside>${this.risks ? this.#calibration(this.risks) : this.nothingHere("")}</aside>
      </div>`;
  }

  /** The bank's word for a region or a segment; empty for anybody. */
  #whose(name: "region" | "segment"): TemplateResult {
    const word = this.say(name === "region" ? "kbTryRegion" : "kbTrySegment");
    return html`<input
      name=${name}
      class="code"
      maxlength="64"
      pattern="[0-9A-Za-z_.\\-]*"
      aria-label=${word}
      placeholder=${word}
      title=${this.say("kbTryCode")}
      autocomplete="off"
      data-testid="try-${name}"
    />`;
  }

  protected override async load(): Promise<void> {
    const found = await this.api.call<{ risks: Risks; points: Point[] }>("GET", "/staff/kb/calibration");
    this.points = found.points;
    this.risks = this.#house = found.risks;
  }

  #result(tried: Tried): TemplateResult {
    const { say } = this;
    const strange = legible(tried.strange);
    const likelihood = percent(tried.likelihood);
    const sure =
      tried.threshold > 1
        ? say("kbSureNever", { likelihood })
        : say("kbSure", { likelihood, threshold: percent(tried.threshold) });
    return html`<p class="bar">
        <span class="chip ${tried.outcome === "answer" ? "live" : ""}" data-testid="outcome">${say(OUTCOMES[tried.outcome])}</span>
        <span data-testid="sure">${sure}</span>
      </p>
      ${tried.understood && tried.understood !== this.#question ? html`<p class="quiet" dir="auto">${say("kbUnderstood", { question: tried.understood })}</p>` : nothing}
      ${tried.text ? html`<div class="shown plain" dir="auto" data-testid="tried-text">${tried.text}</div>` : nothing}
      ${tried.missing.length ? html`<p class="stops" data-testid="tried-missing">${say("kbValueMissing", { values: tried.missing.join(say("comma")) })}</p>` : nothing}
      ${strange.length ? html`<p class="quiet" dir="auto">${say("kbStrange", { words: strange.join(say("comma")) })}</p>` : nothing}
      <h3>${say("kbCandidates")}</h3>
      ${tried.candidates.length ? nothing : html`<p class="quiet">${say("kbNothingFound")}</p>`}
      <ul class="rows" data-testid="candidates">
        ${tried.candidates.map((each) => this.#candidate(each, tried.articles.includes(each.article_id)))}
      </ul>`;
  }

  #candidate(found: Candidate, taken: boolean): TemplateResult {
    const { say } = this;
    const shared = legible(found.words);
    return html`<li>
      <a href="#knowledge/articles/${encodeURIComponent(found.article_id)}" dir="auto">${found.title}</a>
      ${taken ? html`<span class="chip live">${say("kbTaken")}</span>` : nothing}
      <span class="quiet" dir="auto">
        ${say("kbScore", { score: found.score.toFixed(3), nearest: found.nearest })}
        ${shared.length ? say("kbWordsShared", { words: shared.join(say("comma")) }) : nothing}
      </span>
    </li>`;
  }

  #calibration(risks: Risks): TemplateResult {
    const { say } = this;
    return html`<h3>${say("kbRisks")}</h3>
      ${drawCurve(this.points, keptAt(this.points, risks), say)}
      ${SLIDERS.map(
        ([risk, word, most]) =>
          html`<label
            >${say(word, { share: percent(risks[risk]) })}<input
              type="range"
              min="0"
              max=${most}
              step="0.005"
              .value=${String(risks[risk])}
              aria-valuetext=${percent(risks[risk])}
              data-testid="risk-${risk}"
              @input=${(event: Event) => (this.risks = { ...risks, [risk]: Number(typed(event)) })}
              @change=${() => void this.#ask()}
          /></label>`,
      )}
      <p class="quiet">${say("kbRisksOnlyTried")}</p>
      <button
        class="secondary"
        data-testid="risks-of-house"
        ?disabled=${this.risks === this.#house}
        @click=${() => {
          this.risks = this.#house;
          void this.#ask();
        }}
      >
        ${say("kbRisksOfHouse")}
      </button>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    this.#question = String(form.get("question") ?? "").trim();
    this.#asker = Object.fromEntries(
      ["channel", "region", "segment", "day"].map((name) => [
        name,
        String(form.get(name) ?? "").trim() || null,
      ]),
    );
    void this.#ask();
  };

  /** Asks the question that was asked last; an older answer is dropped. */
  async #ask(): Promise<void> {
    if (!this.#question) return;
    const asked = ++this.#asked;
    const body = { ...this.#asker, question: this.#question, risks: this.risks };
    this.trouble = "";
    try {
      const tried = await this.api.call<Tried>("POST", "/staff/kb/try", body);
      if (asked === this.#asked) this.tried = tried;
    } catch (error) {
      if (asked === this.#asked) this.tell(error);
    }
  }
}

/** Tokens that say something to people: of two letters or more, without the marks of synonyms. */
function legible(words: readonly string[]): string[] {
  return words.filter((word) => [...word].length > 1 && !word.startsWith("="));
}

customElements.define("yq-kb-try", YqKbTry);
