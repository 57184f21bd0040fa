/** Reckons with the calibration's curve and draws it (kb/calibration.py). */

import { html, svg, type TemplateResult } from "lit";
import type { Say } from "../words/index.ts";

/** What happened at a threshold; each share is 0 to 1. */
export interface Point {
  readonly threshold: number;
  readonly answered: number;
  readonly wrong: number;
  readonly hidden: number;
  readonly outside: number;
}

/** What an operator allows. */
export interface Risks {
  readonly wrong: number;
  readonly unfounded: number;
  readonly useless: number;
}

/** The point of the lowest threshold that keeps the risks; null where none does, and nothing is answered. */
export function keptAt(points: readonly Point[], risks: Risks): Point | null {
  const kept = points.filter(
    ({ wrong, hidden, outside }) => wrong <= risks.wrong && Math.max(hidden, outside) <= risks.unfounded,
  );
  return kept.reduce<Point | null>(
    (low, each) => (low && low.threshold <= each.threshold ? low : each),
    null,
  );
}

/** A share as a percentage with one decimal. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

const WIDTH = 480;
const HEIGHT = 220;
const EDGE = 12;

/** Where a threshold and a share lie in the picture; shares grow upwards. */
export function placed(threshold: number, share: number): readonly [number, number] {
  const at = (value: number, length: number): number =>
    Math.round((EDGE + Math.min(1, Math.max(0, value)) * (length - 2 * EDGE)) * 10) / 10;
  return [at(threshold, WIDTH), Math.round((HEIGHT - at(share, HEIGHT)) * 10) / 10];
}

function path(points: readonly Point[], share: (point: Point) => number): string {
  return points.map((point) => placed(point.threshold, share(point)).join(",")).join(" ");
}

/** The curve with the threshold in force as a line; each line has a word in the legend and a dash of its own. */
export function drawCurve(points: readonly Point[], now: Point | null, say: Say): TemplateResult {
  const sorted = [...points].sort((one, other) => one.threshold - other.threshold);
  const [left, bottom] = placed(0, 0);
  const [right, top] = placed(1, 1);
  const [at] = placed(now?.threshold ?? 1, 0);
  return html`<svg
      class="curve"
      viewBox="0 0 480 220"
      role="img"
      aria-label=${say("kbCurveName")}
      data-testid="curve"
    >
      ${svg`<path class="axis" d="M${left} ${top}V${bottom}H${right}"/>`}
      ${svg`<polyline class="answered" points=${path(sorted, ({ answered }) => answered)} />`}
      ${svg`<polyline class="wrong" points=${path(sorted, ({ wrong }) => wrong)} />`}
      ${svg`<polyline class="unfounded" points=${path(sorted, ({ hidden, outside }) => Math.max(hidden, outside))} />`}
      ${svg`<path class="now" d="M${at} ${top}V${bottom}"/>`}
    </svg>
    <p class="legend quiet">
      <span class="answered">━ ${say("kbAnsweredShare")}</span>
      <span class="wrong">╌ ${say("kbWrongShare")}</span>
      <span class="unfounded">┈ ${say("kbUnfoundedShare")}</span>
    </p>
    <p data-testid="kept">
      ${
        now
          ? say("kbCurve", {
              threshold: percent(now.threshold),
              answered: percent(now.answered),
              wrong: percent(now.wrong),
            })
          : say("kbCurveNever")
      }
    </p>`;
}
