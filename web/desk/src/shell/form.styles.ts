/** How forms look: one column, a label over each field, the trouble beside the button. */

import { css } from "lit";

export const formStyles = css`
  form {
    display: grid;
    gap: 16px;
  }
  label {
    display: grid;
    gap: 4px;
    font-weight: 500;
  }
  input,
  select {
    font: inherit;
    color: inherit;
    min-height: 40px;
    padding: 0 12px;
    border: 1px solid var(--yq-line-control);
    border-radius: var(--yq-radius-control);
    background: var(--yq-ground);
  }
  input[aria-invalid="true"] {
    border-color: var(--yq-danger);
  }
  .hint {
    font-weight: 400;
    font-size: var(--yq-small);
    color: var(--yq-quiet);
  }
  .code {
    font-size: 20px;
    letter-spacing: 0.3em;
    font-variant-numeric: tabular-nums;
  }
  .key {
    padding: 12px;
    border-radius: var(--yq-radius-control);
    background: var(--yq-surface);
    font-family: ui-monospace, monospace;
    overflow-wrap: anywhere;
    user-select: all;
  }
  .trouble {
    margin: 0;
    padding: 10px 12px;
    border-radius: var(--yq-radius-control);
    background: var(--yq-attention-ground);
    color: var(--yq-attention);
  }
  .primary {
    min-height: 40px;
    padding: 0 20px;
    border-radius: var(--yq-radius-control);
    background: var(--yq-brand);
    color: #ffffff;
    font-weight: 500;
  }
  .primary:disabled {
    opacity: 0.6;
  }
  .secondary {
    min-height: 40px;
    padding: 0 16px;
    border: 1px solid var(--yq-line-control);
    border-radius: var(--yq-radius-control);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
`;
