/** How diversion looks beside what all lists and forms share. */

import { css } from "lit";

export const diversionStyles = css`
  h3 {
    margin: 8px 0 0;
    font-size: 16px;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(220px, 1fr));
    gap: 16px;
    align-items: start;
  }
  .pair label {
    min-width: 0;
  }
  .pair input,
  .pair select {
    width: 100%;
    min-width: 0;
  }
  .chip {
    display: inline-block;
    padding: 2px 8px;
    border-radius: var(--yq-radius-control);
    background: var(--yq-surface);
    color: var(--yq-quiet);
    font-size: var(--yq-small);
    white-space: nowrap;
  }
  .chip[data-live="true"] {
    color: var(--yq-accent);
    font-weight: 500;
  }
  .review,
  .tried {
    display: grid;
    gap: 8px;
    margin: 16px 0;
    padding: 12px 16px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius);
  }
  .review p,
  .tried p {
    margin: 0;
  }
  .id {
    display: block;
  }
`;
