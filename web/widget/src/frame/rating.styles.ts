/** How thumbs and reasons look. */

import { css } from "lit";

export const ratingStyles = css`
  :host {
    display: block;
    font-size: max(14px, var(--yq-small));
    color: var(--yq-quiet);
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 4px;
    margin-inline-start: -8px;
  }
  .thumb {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: var(--yq-target);
    padding: 0 8px;
    border-radius: var(--yq-radius-control);
    white-space: nowrap;
  }
  .thumb:hover {
    background: var(--yq-surface);
    color: var(--yq-text);
  }
  .thumb .icon {
    width: 1.3em;
    height: 1.3em;
  }
  .thumb[aria-pressed="true"] {
    color: var(--yq-accent);
    font-weight: 600;
  }
  .thumb[aria-pressed="true"] .icon {
    fill: currentColor;
    fill-opacity: 0.25;
  }
  .state {
    padding-inline-start: 4px;
  }
  .reasons {
    margin-top: 4px;
    padding: 12px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius);
    color: var(--yq-text);
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin: 8px 0 12px;
  }
  .chip {
    min-height: var(--yq-target);
    padding: 0 14px;
    border: 1px solid var(--yq-line);
    border-radius: 999px;
    white-space: nowrap;
  }
  @media (hover: hover) {
    .chip:hover,
    .done:hover {
      border-color: var(--yq-accent);
      background: var(--yq-surface);
    }
  }
  .chip[aria-pressed="true"] {
    border-color: var(--yq-accent);
    background: var(--yq-tint);
  }
  .comment {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  input {
    flex: 1 1 9em;
    min-width: 0;
    min-height: var(--yq-target);
    padding: 0 12px;
    border: 1px solid var(--yq-line-control);
    border-radius: var(--yq-radius-control);
    background: var(--yq-surface);
    color: var(--yq-text);
    font: inherit;
    font-size: max(16px, 1em);
  }
  input::placeholder {
    color: var(--yq-quiet);
    opacity: 1;
  }
  .done {
    min-height: var(--yq-target);
    padding: 0 16px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius-control);
    color: var(--yq-accent);
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    .thumb[aria-pressed="true"],
    .chip[aria-pressed="true"] {
      border: 2px solid Highlight;
    }
  }
`;
