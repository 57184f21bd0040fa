/** A badge that says how much waits for somebody's decision. */

import { css, html, nothing, type TemplateResult } from "lit";
import type { Say } from "../words/index.ts";
import { shortCount } from "./waiting.ts";

export const badgeStyles = css`
  .badge {
    display: inline-block;
    min-width: 18px;
    padding: 0 4px;
    border-radius: 9px;
    background: var(--yq-accent);
    color: var(--yq-ground);
    font-size: 11px;
    font-weight: 600;
    line-height: 18px;
    text-align: center;
  }
`;

/** The badge, nothing where nothing waits; its place is named by `place` for tests. */
export function drawBadge(
  count: number | undefined,
  place: string,
  say: Say,
): TemplateResult | typeof nothing {
  if (!count) return nothing;
  const words = say("waitingForYou", { count });
  return html` <span class="badge" title=${words} data-testid="waiting-${place}"
    ><span aria-hidden="true">${shortCount(count)}</span><span class="hidden">${words}</span></span
  >`;
}
