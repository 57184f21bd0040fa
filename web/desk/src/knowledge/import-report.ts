/** What an import would change, row by row: what the dry run of docs/studio.md tells. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say, Word } from "../words/index.ts";
import { type Field, FIELDS, type Problem, PROBLEMS } from "./model.ts";

export type Fate = "new" | "changed" | "unchanged" | "wrong";

/** One row of the file. */
export interface ImportRow {
  readonly number: number;
  readonly article_id: string;
  readonly title: string;
  readonly fate: Fate;
  readonly faults: readonly { readonly column: string; readonly code: string; readonly detail: string }[];
  readonly changes: Readonly<Record<string, readonly { readonly mark: string; readonly text: string }[]>>;
  readonly problems: readonly Problem[];
  readonly duplicate: boolean;
}

/** `POST /staff/kb/import/try`. */
export interface ImportPlan {
  readonly rows: readonly ImportRow[];
  readonly counts: Readonly<Record<Fate, number>>;
  readonly mark: string;
}

const FATES: Readonly<Record<Fate, Word>> = {
  wrong: "kbFateWrong",
  new: "kbFateNew",
  changed: "kbFateChanged",
  unchanged: "kbFateUnchanged",
};

const FAULTS: Readonly<Record<string, Word>> = {
  missing: "kbFaultMissing",
  too_long: "kbFaultTooLong",
  too_many: "kbFaultTooMany",
  bad_value: "kbFaultBadValue",
  bad_date: "kbFaultBadDate",
  bad_link: "kbFaultBadLink",
  formula: "kbFaultFormula",
  not_found: "kbFaultNotFound",
  twice: "kbFaultTwice",
  other_branch: "kbFaultOtherBranch",
  more_cells: "kbFaultMoreCells",
  unknown_column: "kbFaultUnknownColumn",
  bad_head: "kbFaultBadHead",
  twice_in_article: "kbFaultTwiceInArticle",
};

/** What of a document of Word is not taken. */
const LOST: Readonly<Record<string, Word>> = {
  picture: "kbLostPicture",
  tracked_change: "kbLostChange",
  footnote: "kbLostFootnote",
  before_first: "kbLostBefore",
};

/** What is wrong stands first, what stays as it is last. */
const ORDER: readonly Fate[] = ["wrong", "new", "changed", "unchanged"];

/** The report of a dry run; `paragraphs`: the file counts these, not rows. */
export function drawPlan(plan: ImportPlan, say: Say, paragraphs = false): TemplateResult {
  const rows = [...plan.rows].sort((a, b) => ORDER.indexOf(a.fate) - ORDER.indexOf(b.fate));
  const refused = rows.filter(({ problems }) =>
    problems.some(({ code }) => code === "literal_refused"),
  ).length;
  return html`<p class="bar" data-testid="import-counts">
      ${ORDER.filter((fate) => plan.counts[fate]).map(
        (fate) =>
          html`<span class="chip ${fate === "wrong" ? "stops" : ""}">${say(FATES[fate])} ${plan.counts[fate]}</span>`,
      )}
    </p>
    ${
      refused
        ? html`<p class="stops" data-testid="import-stopped">${say("kbImportStopped", { count: refused })}</p>`
        : nothing
    }
    <ul class="rows" data-testid="import-rows">
      ${rows.map((row) => drawRow(row, say, paragraphs))}
    </ul>`;
}

function drawRow(row: ImportRow, say: Say, paragraphs: boolean): TemplateResult {
  return html`<li class="gap" data-testid="import-row">
    <div class="row">
      <span class="quiet">${say(paragraphs ? "kbParagraphNumber" : "kbRowNumber", { number: row.number })}</span>
      <strong dir="auto">${row.title || say("kbEmpty")}</strong>
      <span class="chip ${row.fate === "wrong" ? "stops" : ""}">${say(FATES[row.fate])}</span>
      ${row.duplicate ? html`<span class="quiet">${say("kbDuplicate")}</span>` : nothing}
    </div>
    ${
      row.faults.length
        ? html`<ul class="problems stops" data-testid="import-faults">
          ${row.faults.map(
            ({ column, code, detail }) =>
              html`<li>${faultSentence(column, code, say)}${detail ? html`<bdi>${say("kbFaultFound", { detail })}</bdi>` : nothing}</li>`,
          )}
        </ul>`
        : nothing
    }
    ${row.problems.length ? drawProblems(row.problems, say) : nothing}
    ${Object.keys(row.changes).length ? drawChanges(row, say) : nothing}
  </li>`;
}

function drawProblems(problems: readonly Problem[], say: Say): TemplateResult {
  return html`<ul class="problems quiet">
    ${problems.map(
      (each) =>
        html`<li class=${each.code === "literal_refused" ? "stops" : ""}>${problemSentence(each, say)}</li>`,
    )}
  </ul>`;
}

function problemSentence({ code, detail, figure }: Problem, say: Say): string {
  if (code !== "not_taken") return say(PROBLEMS[code] ?? "kbProblems", { detail: figure || detail });
  const [what = "", number = ""] = detail.split("@");
  return say("kbNotTaken", { what: say(LOST[what] ?? "kbLostBefore"), number });
}

function drawChanges(row: ImportRow, say: Say): TemplateResult {
  return html`<details>
    <summary>${Object.keys(row.changes)
      .map((field) => fieldName(field, say))
      .join(say("comma"))}</summary>
    ${Object.entries(row.changes).map(
      ([field, lines]) =>
        html`<h4>${fieldName(field, say)}</h4>
          <div class="lines">
            ${lines.map(({ mark, text }) =>
              mark === "gone"
                ? html`<div dir="auto"><del aria-label="${say("kbGoneLine")} ${text}">${text}</del></div>`
                : html`<div dir="auto"><ins aria-label="${say("kbNewLine")} ${text}">${text}</ins></div>`,
            )}
          </div>`,
    )}
  </details>`;
}

/** A column and what is wrong with it. */
export function faultSentence(column: string, code: string, say: Say): string {
  const what = say(FAULTS[code] ?? "kbFaultBadValue");
  return column ? `${fieldName(column, say)} ${what}` : what;
}

function fieldName(field: string, say: Say): string {
  return field === "id" ? say("kbColumnId") : say(FIELDS[field as Field] ?? "kbState");
}
