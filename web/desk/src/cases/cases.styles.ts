/** How cases look, beside what People looks like. */

import { css } from "lit";

export const caseStyles = css`
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    vertical-align: bottom;
    white-space: nowrap;
  }
  :is(.chip, .channel) .icon {
    width: 16px;
    height: 16px;
    flex: none;
  }
  .channel {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .chip.soon {
    color: var(--yq-attention);
  }
  .chip.late {
    color: var(--yq-danger);
    font-weight: 500;
  }
  a.open {
    display: inline-block;
    text-decoration: none;
    font-variant-numeric: tabular-nums;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    margin: 0 0 16px;
  }
  h2 {
    margin: 8px 0;
    font-size: 18px;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  h2:focus {
    outline: none;
  }
  h3 {
    margin: 24px 0 8px;
    font-size: var(--yq-size);
    font-weight: 600;
  }
  .said {
    margin: 0 0 8px;
    padding: 10px 12px;
    border-radius: var(--yq-radius-control);
    background: var(--yq-surface);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .said time {
    display: block;
    font-size: var(--yq-small);
    color: var(--yq-quiet);
  }
  .two {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 300px;
    gap: 0 32px;
  }
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    padding: 8px 0;
    border-bottom: 1px solid var(--yq-line);
    overflow-wrap: anywhere;
  }
  li .said {
    margin: 4px 0 0;
  }
  summary {
    min-height: 40px;
    display: flex;
    align-items: center;
    color: var(--yq-accent);
    font-weight: 500;
    cursor: pointer;
  }
  details {
    border-bottom: 1px solid var(--yq-line);
  }
  details form {
    padding-bottom: 16px;
  }
  textarea {
    width: 100%;
    min-height: 120px;
    resize: vertical;
  }
  @media (max-width: 720px) {
    .two {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
