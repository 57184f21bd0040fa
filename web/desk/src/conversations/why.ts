/** Says why a conversation came to this agent, and why its customer waited. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say, Word } from "../words/index.ts";
import type { Why } from "./protocol.ts";
import { span } from "./service-level.ts";

const RULES: Readonly<Record<string, Word>> = {
  only_one: "whyOnlyOne",
  sticky: "whySticky",
  ring: "whyRing",
  longest_idle: "whyLongestIdle",
  least_loaded: "whyLeastLoaded",
  best_skill: "whyBestSkill",
  scarcity: "whyScarcity",
  load: "whyLeastLoaded",
  last_release: "whyLastRelease",
  agent_order: "whyOrder",
  supervisor: "whySupervisor",
  warm_transfer: "whyWarmTransfer",
};
const REMOVED: Readonly<Record<string, Word>> = {
  requirement: "removedRequirement",
  not_staffed: "removedNotStaffed",
  no_room: "removedNoRoom",
  blocked: "removedBlocked",
};

/** The sentences behind the "why" button. */
export function drawWhy(why: Why, say: Say): TemplateResult {
  const rule = RULES[why.rule];
  const removed = Object.entries(why.removed ?? {}).filter(([reason]) => REMOVED[reason]);
  return html`<details data-testid="why">
    <summary>${say("why")}</summary>
    <p class="quiet">${rule ? say(rule, { idle: why.idle_s, able: why.able }) : why.rule}</p>
    ${why.waited_s === undefined ? nothing : html`<p class="quiet">${say("whyWaited", { span: span(why.waited_s, say) })}</p>`}
    ${why.failed_offers ? html`<p class="quiet">${say("whyFailed", { count: why.failed_offers })}</p>` : nothing}
    ${removed.map(([reason, count]) => {
      const word = REMOVED[reason];
      return word ? html`<p class="quiet">${say(word, { count })}</p>` : nothing;
    })}
  </details>`;
}
