/** Draws the fields that forms of People share: a branch, and things to be ticked. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say } from "../words/index.ts";
import { type Branch, inTree } from "./model.ts";

/** A branch to be chosen, as the tree lies. */
export function branchField(
  name: string,
  label: string,
  branches: readonly Branch[],
  chosen: string,
  say: Say,
): TemplateResult {
  return html`<label>
    ${label}
    <select name=${name} required data-testid=${name}>
      ${chosen ? nothing : html`<option value="" disabled selected>${say("choose")}</option>`}
      ${inTree(branches).map(
        (branch) =>
          html`<option value=${branch.branch_id} ?selected=${branch.branch_id === chosen}>
            ${"　".repeat(branch.depth)}${branch.name}
          </option>`,
      )}
    </select>
  </label>`;
}

/** Something to be ticked. */
export interface Tick {
  readonly value: string;
  readonly label: string;
  readonly on: boolean;
  /** Left out of sight by a search; it keeps its tick. */
  readonly hide?: boolean;
}

/** Things to be ticked, any number of them. */
export function tickField(name: string, legend: string, ticks: readonly Tick[]): TemplateResult {
  return html`<fieldset data-testid=${name}>
    <legend>${legend}</legend>
    <div class="ticks">
      ${ticks.map(
        ({ value, label, on, hide = false }) =>
          html`<label class="tick" ?hidden=${hide}><input type="checkbox" name=${name} value=${value} ?checked=${on} />${label}</label>`,
      )}
    </div>
  </fieldset>`;
}
