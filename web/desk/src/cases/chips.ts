/** The chips of a case: its state and its deadline, each with an icon and words. */

import { html, nothing, type TemplateResult } from "lit";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import { span } from "../conversations/service-level.ts";
import type { Say } from "../words/index.ts";
import { type Case, type CaseState, deadlineOf, STATES } from "./model.ts";

const ICONS: Readonly<Record<CaseState, TemplateResult>> = {
  open: icons.document,
  in_review: icons.ask,
  replied: icons.send,
  closed: icons.check,
};

/** Where a case stands, and whether it was escalated. */
export function drawState(one: Case, say: Say): TemplateResult {
  return html`<span class="chip" data-testid="state" data-state=${one.state}>${ICONS[one.state]}${say(STATES[one.state])}</span>${
    one.is_escalated && one.state !== "closed"
      ? html` <span class="chip soon">${icons.warning}${say("caseEscalated")}</span>`
      : nothing
  }`;
}

/** How much time is left, or over; nothing where the customer has a reply. */
export function drawDeadline(one: Case, now: number, say: Say): TemplateResult | typeof nothing {
  const deadline = deadlineOf(one, now);
  if (!deadline) return nothing;
  const words = say(deadline.level === "late" ? "caseLate" : "caseLeft", {
    span: span(deadline.seconds, say),
  });
  return html`<span class="chip ${deadline.level}" data-testid="deadline" data-level=${deadline.level}>
    ${deadline.level === "ok" ? icons.clock : icons.warning}${words}
  </span>`;
}
