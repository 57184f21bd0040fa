/** The figures of a report: their words, how each is written, and bars of one of them. */

import { html, svg, type TemplateResult } from "lit";
import { span } from "../conversations/service-level.ts";
import type { Say, Word } from "../words/index.ts";
import { percent } from "./model.ts";

/** One line; of the whole the key is empty. */
export interface Line {
  readonly key: string;
  readonly name: string;
  readonly figures: Readonly<Record<string, number | null>>;
}

/** The figures in their order: the word, and how it is written. */
export const FIGURES: readonly (readonly [string, Word, "count" | "share" | "span" | "score"])[] = [
  ["conversations", "svAllConversations", "count"],
  ["asked", "svAsked", "count"],
  ["handled", "svHandled", "count"],
  ["abandoned", "svAbandoned", "count"],
  ["service_level", "svLevel", "share"],
  ["waited_s", "svMeanWait", "span"],
  ["first_reply_s", "svFirstReply", "span"],
  ["transfers", "svTransfers", "count"],
  ["bot_solved", "svBotSolved", "count"],
  ["bot_unsolved", "svBotUnsolved", "count"],
  ["bot_given_up", "svBotGivenUp", "count"],
  ["satisfaction", "svSatisfaction", "score"],
];

/** A figure as it is read; a dash where there is nothing to tell. */
export function written(value: number | null | undefined, kind: string, say: Say): string {
  if (value === null || value === undefined) return "–";
  if (kind === "share") return percent(value);
  if (kind === "span") return span(value, say);
  return kind === "score" ? value.toFixed(1) : String(value);
}

const BAR = 22;
const NAMES = 150;
const WIDTH = 640;

/** Bars of one figure, each with its name and value; the table under them says the same. */
export function drawBars(
  lines: readonly Line[],
  figure: string,
  kind: string,
  title: string,
  say: Say,
): TemplateResult {
  const most =
    kind === "share"
      ? 1
      : kind === "score"
        ? 5
        : Math.max(1, ...lines.map((each) => each.figures[figure] ?? 0));
  const height = Math.max(1, lines.length) * BAR;
  return html`<svg class="bars" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label=${title} data-testid="bars">
    ${lines.map((each, at) => {
      const value = each.figures[figure] ?? 0;
      const length = Math.max(value > 0 ? 2 : 0, ((WIDTH - NAMES - 70) * value) / most);
      const name = each.name.length > 10 ? `${each.name.slice(0, 9)}…` : each.name;
      return svg`<text x=${NAMES - 8} y=${at * BAR + 15} text-anchor="end">${name}</text>
        <rect x=${NAMES} y=${at * BAR + 3} width=${length} height=${BAR - 6} rx="3"></rect>
        <text x=${NAMES + length + 6} y=${at * BAR + 15}>${written(each.figures[figure], kind, say)}</text>`;
    })}
  </svg>`;
}

/** A line over the hours of the day. */
export function drawCurve(
  lines: readonly Line[],
  figure: string,
  kind: string,
  title: string,
  say: Say,
): TemplateResult {
  const [width, height, left, bottom] = [WIDTH, 200, 44, 24];
  const most =
    kind === "share"
      ? 1
      : kind === "score"
        ? 5
        : Math.max(1, ...lines.map((each) => each.figures[figure] ?? 0));
  const byHour = new Map(lines.map((each) => [Number(each.key), each.figures[figure]]));
  const x = (hour: number): number => left + ((width - left - 12) * hour) / 23;
  const y = (value: number): number => 12 + (height - bottom - 12) * (1 - value / most);
  const known = [...byHour].flatMap(([hour, value]) =>
    typeof value === "number" ? [[hour, value] as const] : [],
  );
  const points = known.map(([hour, value]) => `${x(hour).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  return html`<svg class="bars" viewBox="0 0 ${width} ${height}" role="img" aria-label=${title} data-testid="bars">
    ${svg`<line x1=${left} x2=${width - 12} y1=${y(0)} y2=${y(0)}></line>
      <line x1=${left} x2=${width - 12} y1=${y(most)} y2=${y(most)}></line>
      <text x=${left - 6} y=${y(most) + 4} text-anchor="end">${written(most, kind, say)}</text>
      <text x=${left - 6} y=${y(0) + 4} text-anchor="end">${written(0, kind, say)}</text>
      <polyline points=${points}></polyline>
      ${known.map(([hour, value]) => svg`<circle cx=${x(hour)} cy=${y(value)} r="3"></circle>`)}
      ${[0, 6, 12, 18, 23].map((hour) => svg`<text x=${x(hour)} y=${height - 6} text-anchor="middle">${hour}:00</text>`)}`}
  </svg>`;
}
