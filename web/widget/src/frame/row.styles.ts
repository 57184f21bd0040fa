/** How full-width rows look: options, links, questions. */

import { css } from "lit";

export const rowStyles = css`
  .rows,
  .link {
    margin-top: 8px;
  }
  .rows {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
  }
  ul.rows {
    margin: 12px 0 0;
    padding: 0;
    list-style: none;
  }
  .row {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    width: 100%;
    min-height: var(--yq-target);
    padding: 8px 12px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius-control);
    background: var(--yq-ground);
    color: var(--yq-text);
    text-align: start;
    line-break: strict;
    overflow-wrap: anywhere;
    text-decoration: none;
    line-height: 1.4;
  }
  .row .icon {
    flex: none;
    color: var(--yq-quiet);
  }
  .option:not([aria-disabled]) {
    color: var(--yq-accent);
  }
  @media (hover: hover) {
    .option:not([aria-disabled]):hover,
    .link:hover {
      border-color: var(--yq-accent);
      background: var(--yq-surface);
    }
  }
  .option[aria-disabled] {
    cursor: default;
    color: var(--yq-quiet);
    background: var(--yq-surface);
    border-color: transparent;
  }
  .option.chosen[aria-disabled] {
    color: var(--yq-text);
    background: var(--yq-tint);
  }
  .mark {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    flex: none;
    font-size: var(--yq-small);
  }
  .mark .icon {
    width: 1.3em;
    height: 1.3em;
    color: inherit;
  }
  .row-words {
    display: grid;
    gap: 2px;
  }
  .row-more {
    font-size: var(--yq-small);
    color: var(--yq-quiet);
  }
  @media (forced-colors: active) {
    .option.chosen[aria-disabled] {
      border: 2px solid Highlight;
    }
  }
`;
