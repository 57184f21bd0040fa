/** Draws one category: what it is called, whose it is, and what is refused in it. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { type Branch, inTree } from "../people/model.ts";
import type { Say } from "../words/index.ts";
import type { Category } from "./topics.ts";

/** What can be done with a category; null where who sits there may not. */
export interface CategoryActs {
  /** Whether they write articles at all. */
  readonly edits: boolean;
  readonly name: ((event: SubmitEvent) => void) | null;
  readonly give: ((event: SubmitEvent) => void) | null;
  readonly refuse: ((refused: boolean) => void) | null;
  /** Goes to the articles with literal figures. */
  readonly mend: (() => void) | null;
}

/** The row of a category. */
export function drawCategory(
  each: Category,
  branches: readonly Branch[],
  say: Say,
  busy: boolean,
  acts: CategoryActs,
): TemplateResult {
  return html`<li class="gap" data-testid="category">
    ${drawNames(each, say, busy, acts.name)}
    <div class="bar ends">
      <span class="chip" data-testid="category-whose">${whose(each, say)}</span>
      ${
        acts.edits
          ? html`<span class="quiet" data-testid="category-yours"
            >${say(each.writable ? "kbCategoryYours" : "kbCategoryReadOnly")}</span
          >`
          : nothing
      }
      ${acts.give && branches.length ? drawGiving(each, branches, say, busy, acts.give) : nothing}
      ${acts.refuse ? drawRefusing(each, say, busy, acts.refuse) : drawStrict(each, say)}
    </div>
    ${each.writable || !acts.edits ? nothing : html`<p class="hint">${say("kbCategoryForeign")}</p>`}
    ${each.figures ? drawFigures(each.figures, say, acts.mend) : nothing}
  </li>`;
}

function drawFigures(count: number, say: Say, mend: (() => void) | null): TemplateResult {
  const told = say("kbCategoryFigures", { count });
  return mend
    ? html`<a href="#knowledge/articles" data-testid="category-figures" @click=${mend}>${told}</a>`
    : html`<span class="stops" data-testid="category-figures">${told}</span>`;
}

function whose(each: Category, say: Say): string {
  if (each.whose === "house") return say("kbCategoryHouse");
  return each.branch || say("kbCategoryElsewhere");
}

/** The names, to be changed by who may; to others they are words, and no fields that refuse them. */
function drawNames(
  each: Category,
  say: Say,
  busy: boolean,
  save: ((event: SubmitEvent) => void) | null,
): TemplateResult {
  const what = html`<span class="wide"
    ><bdi>${each.topic}</bdi> <span class="quiet">${say("kbCategoryArticles", { count: each.articles })}</span></span
  >`;
  if (!save)
    return html`<div class="bar">
      ${what}
      <span data-testid="category-names">${
        each.zh ? html`<bdi>${each.zh}</bdi> · <bdi>${each.en}</bdi>` : say("kbCategoryUnnamed")
      }</span>
    </div>`;
  return html`<form class="bar ends" @submit=${save}>
    ${what}
    <label>${say("kbCategoryZh")}<input name="zh" required maxlength="64" .value=${each.zh} /></label>
    <label>${say("kbCategoryEn")}<input name="en" required maxlength="64" .value=${each.en} /></label>
    <button
      class="secondary"
      aria-label="${say("kbCategorySave")} ${each.topic}"
      data-testid="category-save"
      ?disabled=${busy}
    >
      ${say("kbCategorySave")}
    </button>
  </form>`;
}

/** The head office is no branch among others: what lies there is everybody's. */
function drawGiving(
  each: Category,
  branches: readonly Branch[],
  say: Say,
  busy: boolean,
  give: (event: SubmitEvent) => void,
): TemplateResult {
  const below = inTree(branches).filter(({ parent, branch_id }) => parent || branch_id === each.branch_id);
  return html`<form class="bar ends" @submit=${give}>
    <label
      >${say("kbCategoryBranch")}<select
        name="branch"
        aria-label="${say("kbCategoryBranch")} ${each.topic}"
        data-testid="category-branch"
      >
        <option value="" ?selected=${each.branch_id === null}>${say("kbCategoryHouse")}</option>
        ${below.map(
          ({ branch_id, name, depth }) =>
            html`<option value=${branch_id} ?selected=${branch_id === each.branch_id}>
              ${"　".repeat(depth)}${name}
            </option>`,
        )}
      </select></label
    >
    <button
      class="secondary"
      aria-label="${say("kbCategoryGive")} ${each.topic}"
      data-testid="category-give"
      ?disabled=${busy}
    >
      ${say("kbCategoryGive")}
    </button>
  </form>`;
}

function drawRefusing(
  each: Category,
  say: Say,
  busy: boolean,
  refuse: (refused: boolean) => void,
): TemplateResult {
  return html`<label class="tick"
    ><input
      type="checkbox"
      data-testid="category-strict"
      aria-label="${say("kbCategoryStrict")} ${each.topic}"
      ?disabled=${busy}
      .checked=${live(each.strict)}
      @change=${(event: Event) => refuse((event.target as HTMLInputElement).checked)}
    />${say("kbCategoryStrict")}</label
  >`;
}

function drawStrict(each: Category, say: Say): TemplateResult | typeof nothing {
  if (!each.strict) return nothing;
  return html`<span class="chip" data-testid="category-is-strict">${say("kbCategoryStrict")}</span>`;
}
