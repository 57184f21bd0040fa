/** How long a customer has waited for a person's next words, against what is due: with icon and words. */

import { html, nothing, type TemplateResult } from "lit";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import type { Say, Word } from "../words/index.ts";
import type { TaskShown } from "./protocol.ts";

/** At which parts of the due time the chip changes. */
const ATTENTION = 0.5;
const DANGER = 0.8;

/** "ok", "attention", "danger" or "late". */
export type Level = "ok" | "attention" | "danger" | "late";

const WORDS: Readonly<Record<Level, Word>> = {
  ok: "levelOk",
  attention: "levelAttention",
  danger: "levelDanger",
  late: "levelLate",
};

/** The level after so many seconds of those that are due. */
export function levelOf(waited_s: number, within_s: number): Level {
  if (waited_s >= within_s) return "late";
  if (waited_s >= DANGER * within_s) return "danger";
  return waited_s >= ATTENTION * within_s ? "attention" : "ok";
}

/** The chip of a task; nothing where the customer does not wait. */
export function drawLevel(task: TaskShown, now: number, say: Say): TemplateResult | typeof nothing {
  if (!task.unanswered_since || task.state !== "assigned") return nothing;
  const waited = Math.max(0, (now - Date.parse(task.unanswered_since)) / 1000);
  const level = levelOf(waited, task.answer_within_s);
  return html`<span class="level ${level}" data-testid="level" data-level=${level}>
    ${level === "ok" || level === "attention" ? icons.clock : icons.warning}${say(WORDS[level], { span: span(waited, say) })}
  </span>`;
}

/** A span in seconds, minutes, hours or days. */
export function span(seconds: number, say: Say): string {
  if (seconds < 60) return say("spanSeconds", { count: Math.floor(seconds) });
  if (seconds < 3600) return say("spanMinutes", { count: Math.floor(seconds / 60) });
  if (seconds < 86_400) return say("spanHours", { count: Math.floor(seconds / 3600) });
  return say("spanDays", { count: Math.floor(seconds / 86_400) });
}
