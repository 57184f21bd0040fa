/** Defines <yq-reports>: what was asked of the house in a span, as pictures and a table; each figure leads on. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { moment } from "@yuanqiao/shared/words/moment.ts";
import { channelName } from "../conversations/channel.ts";
import { field } from "../people/page.ts";
import { formStyles } from "../shell/form.styles.ts";
import { ApiError } from "../staff/api.ts";
import type { Staff } from "../staff/me.ts";
import type { Say, Word } from "../words/index.ts";
import { drawBars, drawCurve, FIGURES, type Line, written } from "./figures.ts";
import { BY } from "./planned.ts";
import { supervisionStyles } from "./supervision.styles.ts";
import "./plans.ts";

interface Report {
  readonly lines: readonly Line[];
  readonly whole: Line;
}

interface Behind {
  readonly total: number;
  readonly conversations: readonly {
    readonly conversation: string;
    readonly task: string | null;
    readonly customer: string;
    readonly began_at: string | null;
    readonly words: string;
  }[];
}

const DAY_MS = 86_400_000;
const FAULTS: Readonly<Record<string, Word>> = {
  bad_input: "svSpanWrong",
  too_many: "svReportBusy",
  deadline_exceeded: "svReportLong",
  unreachable: "unreachable",
};

/** Says `watch` with a task. */
export class YqReports extends LitElement {
  static override styles = [
    base,
    formStyles,
    supervisionStyles,
    css`
      :host {
        padding: 0;
      }
      form.asks {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 8px 12px;
        margin-bottom: 16px;
      }
      .bars {
        display: block;
        width: 100%;
        max-width: 760px;
        margin: 8px 0 16px;
        font-size: 12px;
      }
      .bars rect,
      .bars circle {
        fill: var(--yq-accent);
      }
      .bars text {
        fill: var(--yq-text);
      }
      .bars line {
        stroke: var(--yq-line);
      }
      .bars polyline {
        fill: none;
        stroke: var(--yq-accent);
        stroke-width: 2;
      }
      .scroll {
        overflow-x: auto;
      }
      .scroll table {
        width: max-content;
        min-width: 100%;
      }
      .scroll :is(td, th) {
        white-space: nowrap;
      }
      .figure-link {
        min-height: 24px;
        min-width: 24px;
        color: var(--yq-accent);
        text-decoration: underline;
      }
      tfoot td {
        font-weight: 600;
      }
    `,
  ];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    by: { state: true },
    figure: { state: true },
    since: { state: true },
    until: { state: true },
    report: { state: true },
    behind: { state: true },
    trouble: { state: true },
    busy: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare by: string;
  /** Of which the picture is. */
  declare figure: string;
  /** The first and the last day, as `2026-11-29`. */
  declare since: string;
  declare until: string;
  declare report: Report | null;
  declare behind: Behind | null;
  declare trouble: string;
  declare busy: boolean;

  constructor() {
    super();
    this.by = "agent";
    this.figure = "handled";
    this.since = this.until = dayOf(Date.now());
    this.report = this.behind = null;
    this.trouble = "";
    this.busy = false;
  }

  override firstUpdated(): void {
    void this.#load();
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`${this.#asks()}
      ${this.trouble ? html`<p class="trouble" role="alert" data-testid="trouble">${this.trouble}</p>` : nothing}
      ${this.report ? this.#shown(this.report) : html`<p class="quiet" role="status">${this.busy ? say("loading") : ""}</p>`}
      <p class="quiet">${say("svLevelDefinition")}</p>
      <p class="quiet">${say("svSolvedDefinition")}</p>
      <yq-report-plans .staff=${this.staff} .say=${say} .language=${this.language}></yq-report-plans>
      ${this.behind ? this.#sheet(this.behind) : nothing}`;
  }

  #asks(): TemplateResult {
    const { say } = this;
    return html`<form class="asks" data-testid="report-form" @submit=${this.#ask}>
      <label>${say("svBy")}
        <select name="by" data-testid="by">
          ${BY.map(([value, word]) => html`<option value=${value} ?selected=${value === this.by}>${say(word)}</option>`)}
        </select>
      </label>
      <label>${say("svFrom")}<input type="date" name="since" required .value=${this.since} /></label>
      <label>${say("svTo")}<input type="date" name="until" required .value=${this.until} /></label>
      <button class="primary" data-testid="report-do" ?disabled=${this.busy}>${say("svShow")}</button>
      <button type="button" class="secondary" data-testid="csv" @click=${() => void this.#keep("csv")}>CSV</button>
      <button type="button" class="secondary" data-testid="xlsx" @click=${() => void this.#keep("xlsx")}>Excel</button>
    </form>`;
  }

  #shown(report: Report): TemplateResult {
    const { say } = this;
    if (!report.lines.length) return html`<p class="empty" data-testid="empty">${say("svNothingAsked")}</p>`;
    const lines = report.lines.map((each) => ({ ...each, name: this.#nameOf(each) }));
    const [, word, kind] = FIGURES.find(([name]) => name === this.figure) ?? FIGURES[1]!;
    const title = say("svPicture", {
      figure: say(word),
      by: say(BY.find(([name]) => name === this.by)?.[1] ?? "svAgent"),
    });
    return html`<label class="row">
        <span class="quiet">${say("svPictureOf")}</span>
        <select
          data-testid="picture"
          @change=${(event: Event) => (this.figure = (event.target as HTMLSelectElement).value)}
        >
          ${FIGURES.map(([name, each]) => html`<option value=${name} ?selected=${name === this.figure}>${say(each)}</option>`)}
        </select>
      </label>
      ${(this.by === "hour" ? drawCurve : drawBars)(lines, this.figure, kind, title, say)}
      <div class="scroll" tabindex="0" role="region" aria-label=${say("svReports")}>
        <table data-testid="report">
          <thead>
            <tr>
              <th scope="col">${say(BY.find(([name]) => name === this.by)?.[1] ?? "svAgent")}</th>
              ${FIGURES.map(([, each]) => html`<th scope="col" class="number">${say(each)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${lines.map((each) => this.#line(each))}
          </tbody>
          <tfoot>
            ${this.#line({ ...report.whole, name: say("svWhole") })}
          </tfoot>
        </table>
      </div>`;
  }

  #nameOf(line: Line): string {
    if (this.by === "channel") return channelName(line.key, this.say);
    if (this.by === "intent" && line.key === "none") return this.say("svNoIntent");
    if (this.by === "source" && line.key === "none") return this.say("svNoSource");
    return this.by === "hour" ? `${line.key}:00` : line.name;
  }

  #line(line: Line): TemplateResult {
    const { say } = this;
    return html`<tr data-testid="line" data-key=${line.key}>
      <td>${line.name}</td>
      ${FIGURES.map(([figure, word, kind]) => {
        const text = written(line.figures[figure], kind, say);
        const leads = Boolean(line.figures[figure]);
        return html`<td class="number">
          ${
            leads
              ? html`<button
                  class="figure-link"
                  data-testid="figure-${figure}"
                  aria-label="${line.name} ${say(word)} ${text}"
                  @click=${() => void this.#open(line.key, figure)}
                >
                  ${text}
                </button>`
              : text
          }
        </td>`;
      })}
    </tr>`;
  }

  #sheet({ total, conversations }: Behind): TemplateResult {
    const { say, language } = this;
    return html`<yq-sheet .heading=${say("svBehind", { count: total })} .language=${language} @gone=${() => (this.behind = null)}>
      <table data-testid="behind">
        <tbody>
          ${conversations.map(
            (each) =>
              html`<tr>
                <td>${each.customer}</td>
                <td>${each.began_at ? moment(Date.parse(each.began_at), Date.now(), language) : "–"}</td>
                <td>${each.words}</td>
                <td class="number">
                  ${
                    each.task && this.staff.may("supervision.watch")
                      ? html`<button class="secondary small" data-testid="open" @click=${() => this.#watch(each.task ?? "")}>
                          ${say("svOpen")}
                        </button>`
                      : nothing
                  }
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </yq-sheet>`;
  }

  #watch(task: string): void {
    this.behind = null;
    this.dispatchEvent(new CustomEvent("watch", { detail: task }));
  }

  readonly #ask = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    this.since = field(form, "since");
    this.until = field(form, "until");
    const by = field(form, "by");
    void this.#load(by);
  };

  #query(more: Readonly<Record<string, string>> = {}): string {
    const since = new Date(`${this.since}T00:00:00`).toISOString();
    const until = new Date(new Date(`${this.until}T00:00:00`).getTime() + DAY_MS).toISOString();
    return new URLSearchParams({ by: this.by, since, until, ...more }).toString();
  }

  async #load(by: string = this.by): Promise<void> {
    await this.#attempt(async () => {
      const report = await this.staff.api.call<Report>("GET", `/staff/reports?${this.#query({ by })}`);
      this.by = by;
      this.report = report;
    });
  }

  async #open(key: string, figure: string): Promise<void> {
    await this.#attempt(async () => {
      const query = this.#query({ key, figure });
      this.behind = await this.staff.api.call<Behind>("GET", `/staff/reports/conversations?${query}`);
    });
  }

  async #keep(form: "csv" | "xlsx"): Promise<void> {
    await this.#attempt(async () => {
      const query = this.#query({ form, language: this.language });
      const file = await this.staff.api.call<{ name: string; mime: string; content: string }>(
        "GET",
        `/staff/reports/file?${query}`,
      );
      const bytes = Uint8Array.from(atob(file.content), (each) => each.charCodeAt(0));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([bytes], { type: file.mime }));
      link.download = file.name;
      link.click();
      URL.revokeObjectURL(link.href);
    });
  }

  async #attempt(what: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.trouble = "";
    try {
      await what();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const word = FAULTS[error.code];
      this.trouble = word ? this.say(word) : this.say("failed", { code: error.code });
    } finally {
      this.busy = false;
    }
  }
}

function dayOf(at: number): string {
  const day = new Date(at);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

customElements.define("yq-reports", YqReports);
