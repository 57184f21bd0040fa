/** How the composer is laid out. */

import { css } from "lit";

export const composerStyles = css`
  :host {
    display: block;
    padding: 8px 16px 16px;
    border-top: 1px solid var(--yq-line);
  }
  .kinds {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin-bottom: 6px;
  }
  .kinds button {
    min-height: 32px;
    padding: 0 12px;
    border-radius: var(--yq-radius-control);
    color: var(--yq-quiet);
  }
  .kinds button[aria-pressed="true"] {
    background: var(--yq-surface);
    color: var(--yq-text);
    font-weight: 500;
  }
  textarea {
    width: 100%;
    min-height: 76px;
    max-height: 30vh;
    padding: 10px 12px;
    border: 1px solid var(--yq-line-control);
    border-radius: var(--yq-radius-control);
    font: inherit;
    color: inherit;
    background: var(--yq-ground);
    resize: vertical;
  }
  :host([note]) textarea {
    background: var(--yq-attention-ground);
  }
  .row {
    align-items: center;
    justify-content: space-between;
    margin-top: 8px;
  }
  .later {
    margin-left: auto;
  }
  .hint {
    font-size: 12px;
    color: var(--yq-quiet);
  }
  .stopped {
    margin-bottom: 8px;
    max-height: 30vh;
    overflow: auto;
  }
  .stopped ul {
    display: grid;
    gap: 6px;
    margin: 6px 0 0;
    padding-left: 18px;
    overflow-wrap: anywhere;
  }
  .stopped :is(.why, .instead) {
    display: block;
  }
  .stopped .product {
    padding: 0 6px;
    border: 1px solid currentColor;
    border-radius: 10px;
    font-size: 12px;
  }
  .stopped button {
    min-height: 28px;
    margin-top: 4px;
    padding: 0 12px;
    border-color: currentColor;
  }
`;
