/** How navigation looks, beside what People looks like. */

import { css } from "lit";

export const navigationStyles = css`
  .places {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .places > li {
    padding: 12px 16px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius);
  }
  .places h3 {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
    align-items: baseline;
    margin: 0 0 4px;
    font-size: 16px;
    overflow-wrap: anywhere;
  }
  .places p {
    margin: 4px 0;
    overflow-wrap: anywhere;
  }
  .bad {
    color: var(--yq-danger);
  }
  .chip {
    white-space: nowrap;
    color: var(--yq-quiet);
    font-size: var(--yq-small);
    font-weight: 400;
  }
  .chip.live {
    color: var(--yq-accent);
  }
  .chip.waits {
    color: var(--yq-attention);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 8px;
  }
  form {
    display: grid;
    gap: 12px;
    max-width: 640px;
    margin: 8px 0 16px;
  }
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  td.number,
  th.number {
    text-align: right;
  }
`;
