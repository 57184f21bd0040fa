/** Defines <yq-score-sheets>: samples of conversations, their scores, appeals against them. */

import { css, html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { field, PeoplePage } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Word } from "../words/index.ts";
import { CRITERIA, doable, type Said, type Sheet, type Sheets, STATES } from "./model.ts";
import { drawTalk, talkStyles } from "./talk.ts";

const DONE: Readonly<Record<string, Word>> = {
  score: "isScoredDone",
  appeal: "isAppealedDone",
  decide: "isDecidedDone",
};

export class YqScoreSheets extends PeoplePage {
  static override styles = [
    base,
    formStyles,
    peopleStyles,
    talkStyles,
    css`
      .points {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
        gap: 12px;
      }
    `,
  ];
  static override properties = {
    ...PeoplePage.properties,
    found: { state: true },
    open: { state: true },
  };

  declare found: Sheets;
  declare open: { readonly sheet: Sheet; readonly said: readonly Said[] } | null;

  constructor() {
    super();
    this.found = { criteria: {}, sheets: [] };
    this.open = null;
  }

  override render(): TemplateResult {
    const { say, open, language } = this;
    return html`${this.staff.may("inspection.score") ? this.#draw() : nothing}
      ${open ? nothing : this.told()}
      ${this.found.sheets.length ? this.#table() : this.nothingHere(say("isNoSheets"))}
      ${
        open
          ? html`<yq-sheet .heading=${say("isSheet")} .language=${language} @gone=${() => (this.open = null)}>
            ${this.#about(open.sheet)} ${drawTalk(open.said, 0, say, language)} ${this.told()}
            ${this.#act(open.sheet)}
          </yq-sheet>`
          : nothing
      }`;
  }

  protected override async load(): Promise<void> {
    this.found = await this.api.call<Sheets>("GET", "/staff/inspection/sheets");
  }

  #draw(): TemplateResult {
    const { say } = this;
    return html`<form class="bar" @submit=${this.#sample} data-testid="draw-form">
      <label>${say("isPerAgent")}<input name="per_agent" type="number" min="1" max="20" value="2" required /></label>
      <label>${say("isDays")}<input name="days" type="number" min="1" max="93" value="30" required /></label>
      <button class="primary" ?disabled=${this.busy} data-testid="draw">${say("isDraw")}</button>
    </form>`;
  }

  #table(): TemplateResult {
    const { say, language } = this;
    return html`<table data-testid="sheets">
      <thead>
        <tr>
          <th scope="col">${say("isAgent")}</th>
          <th scope="col">${say("isState")}</th>
          <th scope="col">${say("isTotal")}</th>
          <th scope="col" class="wide">${say("isDrawnAt")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.found.sheets.map(
          (sheet) =>
            html`<tr data-testid="score-sheet" data-state=${sheet.state}>
              <td>
                <button class="open" data-testid="open-sheet" @click=${() => void this.#read(sheet)}>
                  ${sheet.agent || say("isAgent")}
                </button>
              </td>
              <td>${say(STATES[sheet.state])}</td>
              <td>${sheet.total ?? "–"}</td>
              <td class="wide">${fullMoment(Date.parse(sheet.drawn_at), language)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #about(sheet: Sheet): TemplateResult {
    const { say } = this;
    const said: readonly (readonly [Word, string, string])[] = [
      ["isRemark", sheet.remark, sheet.scorer],
      ["isAppeal", sheet.appeal, sheet.agent],
      ["isDecision", sheet.decision, sheet.decider],
    ];
    return html`<dl>
      <dt>${say("isAgent")}</dt>
      <dd>${sheet.agent}</dd>
      <dt>${say("isState")}</dt>
      <dd data-testid="state">${say(STATES[sheet.state])}</dd>
      ${
        sheet.total === null
          ? nothing
          : html`<dt>${say("isTotal")}</dt>
            <dd data-testid="total">${sheet.total}</dd>
            ${Object.entries(sheet.scores).map(([name, points]) => {
              const word = CRITERIA[name];
              return html`<dt>${word ? say(word) : name}</dt>
                <dd>${points} / ${this.found.criteria[name] ?? ""}</dd>`;
            })}`
      }
      ${said.map(([word, text, by]) =>
        text ? html`<dt>${say(word)}</dt><dd>${text} <span class="quiet">${by}</span></dd>` : nothing,
      )}
    </dl>`;
  }

  #act(sheet: Sheet): TemplateResult | typeof nothing {
    const { say } = this;
    const what = doable(sheet, (right) => this.staff.may(right));
    if (!what)
      return sheet.state === "appealed" && sheet.scored_by_me
        ? html`<p class="quiet">${say("isOthersDecide")}</p>`
        : nothing;
    const words = { score: "isRemark", appeal: "isAppeal", decide: "isDecision" } as const;
    const buttons = { score: "isScore", appeal: "isAppealDo", decide: "isDecide" } as const;
    return html`<form data-testid="form-${what}" @submit=${(event: SubmitEvent) => this.#send(event, sheet, what)}>
      ${what === "appeal" ? nothing : this.#points(sheet)}
      <label>
        ${say(words[what])}
        <textarea name="text" maxlength="500" rows="3" ?required=${what !== "score"}></textarea>
        <span class="hint">${say("isTextHint")}</span>
      </label>
      <div class="row">
        <button class="primary" ?disabled=${this.busy} data-testid="do-${what}">${say(buttons[what])}</button>
      </div>
    </form>`;
  }

  #points(sheet: Sheet): TemplateResult {
    const { say } = this;
    return html`<div class="points">
      ${Object.entries(this.found.criteria).map(([name, most]) => {
        const word = CRITERIA[name];
        return html`<label>
          ${word ? say(word) : name} (0–${most})
          <input name="score-${name}" type="number" min="0" max=${most} required
            .defaultValue=${String(sheet.scores[name] ?? most)} />
        </label>`;
      })}
    </div>`;
  }

  readonly #sample = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const wanted = { per_agent: Number(field(form, "per_agent")), days: Number(field(form, "days")) };
    let drawn = 0;
    const done = await this.attempt(async () => {
      drawn = (await this.api.call<{ drawn: number }>("POST", "/staff/inspection/samples", wanted)).drawn;
      await this.load();
    });
    if (done) this.done = this.say("isDrawnDone", { count: drawn });
  };

  async #read(sheet: Sheet): Promise<void> {
    await this.attempt(async () => {
      const path = `/staff/inspection/sheets/${sheet.sheet_id}/messages`;
      this.open = { sheet, said: (await this.api.call<{ said: Said[] }>("GET", path)).said };
    });
  }

  async #send(event: SubmitEvent, sheet: Sheet, what: "score" | "appeal" | "decide"): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const text = field(form, "text");
    const scores = Object.fromEntries(
      Object.keys(this.found.criteria).map((name) => [name, Number(field(form, `score-${name}`))]),
    );
    const bodies = { score: { scores, remark: text }, appeal: { text }, decide: { scores, text } };
    const done = await this.attempt(
      async () => {
        await this.api.call("POST", `/staff/inspection/sheets/${sheet.sheet_id}/${what}`, bodies[what]);
        await this.load();
      },
      { conflict: "isConflict" },
    );
    if (!done) return;
    this.open = null;
    this.done = this.say(DONE[what] ?? "saved");
  }
}

customElements.define("yq-score-sheets", YqScoreSheets);
