/** How a document or a form lies beside the picture: large type, one column. */

import { css } from "lit";

export const boardStyles = css`
  section {
    padding: 12px 16px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius);
    background: var(--yq-ground);
    color: var(--yq-text);
    overflow: auto;
  }
  header,
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  h2 {
    flex: 1;
    margin: 0;
    font-size: 1.15em;
  }
  .page {
    margin: 8px 0;
    font-size: 1.15em;
    line-height: 1.7;
    white-space: pre-line;
  }
  form {
    display: grid;
    gap: 12px;
  }
  form.row {
    display: flex;
    gap: 8px;
  }
  label {
    display: grid;
    gap: 4px;
    font-weight: 500;
  }
  small {
    font-weight: 400;
    color: var(--yq-quiet);
  }
  dl,
  dd,
  p {
    margin: 0 0 6px;
  }
  dt {
    font-weight: 500;
  }
  input,
  select {
    min-height: var(--yq-target);
    min-width: 0;
    padding: 0 12px;
    border: 1px solid var(--yq-line-control);
    border-radius: var(--yq-radius-control);
    background: var(--yq-ground);
    color: inherit;
    font: inherit;
  }
  [aria-invalid="true"] {
    border-color: var(--yq-danger);
  }
  button {
    min-height: var(--yq-target);
    padding: 0 14px;
    border: 1px solid var(--yq-line-control);
    border-radius: var(--yq-radius-control);
  }
  .primary {
    border-color: transparent;
    background: var(--yq-brand);
    color: #ffffff;
    font-weight: 500;
  }
  .trouble {
    padding: 10px 12px;
    border-radius: var(--yq-radius-control);
    background: var(--yq-attention-ground);
    color: var(--yq-attention);
  }
`;
