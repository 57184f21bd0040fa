/** How campaigns look: figures in two columns, and the words that customers read. */

import { css } from "lit";

export const campaignStyles = css`
  h3 {
    margin: 16px 0 8px;
    font-size: var(--yq-small);
    color: var(--yq-quiet);
    font-weight: 600;
  }
  .figures {
    display: grid;
    grid-template-columns: minmax(0, 1fr) max-content;
    gap: 4px 16px;
    max-width: 420px;
    margin: 0;
    font-variant-numeric: tabular-nums;
  }
  .figures dd {
    margin: 0;
    text-align: end;
  }
  .rows {
    max-height: 200px;
    overflow: auto;
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
    font-size: var(--yq-small);
  }
  .words {
    margin: 0 0 8px;
    padding: 10px 12px;
    border-radius: var(--yq-radius);
    background: var(--yq-surface);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .ticks {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
  }
  .tick {
    display: flex;
    align-items: center;
    gap: 8px;
    font-weight: 400;
  }
  .tick input {
    min-height: 0;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(200px, 1fr));
    gap: 16px;
  }
  .pair label {
    align-content: start;
    min-width: 0;
  }
  .pair input {
    width: 100%;
    min-width: 0;
  }
  input[type="file"] {
    padding: 6px 12px;
  }
  progress {
    width: 100%;
    max-width: 420px;
    accent-color: var(--yq-brand);
  }
  details > summary {
    cursor: pointer;
    padding: 4px 0;
  }
`;
