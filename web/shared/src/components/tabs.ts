/** A bar of links to the pages of a section; the one that is shown is underlined. */

import { css, html, nothing, type TemplateResult } from "lit";

/** One page: its name, its address, what it is called. */
export interface Tab {
  readonly name: string;
  readonly address: string;
  readonly label: string;
}

export const tabStyles = css`
  .tabs {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin-bottom: 20px;
    border-bottom: 1px solid var(--yq-line);
  }
  .tabs a {
    padding: 10px 12px 8px;
    border-bottom: 2px solid transparent;
    color: var(--yq-quiet);
    text-decoration: none;
  }
  .tabs a[aria-current="page"] {
    border-bottom-color: var(--yq-accent);
    color: var(--yq-accent);
    font-weight: 500;
  }
`;

/** The bar; `label` names it, `testid` stands in front of each page's name for tests. */
export function drawTabs(tabs: readonly Tab[], shown: string, label: string, testid: string): TemplateResult {
  return html`<nav class="tabs" aria-label=${label}>
    ${tabs.map(
      ({ name, address, label: words }) =>
        html`<a href=${address} aria-current=${name === shown ? "page" : nothing} data-testid="${testid}-${name}">${words}</a>`,
    )}
  </nav>`;
}
