/** How a recording looks: the picture beside its steps, one over the other where it is narrow. */

import { css } from "lit";

export const oneStyles = css`
  .beside {
    display: grid;
    grid-template-columns: minmax(0, 3fr) minmax(260px, 2fr);
    gap: 16px;
    align-items: start;
    margin-bottom: 24px;
  }
  video {
    display: block;
    width: 100%;
    aspect-ratio: 1280 / 520;
    border-radius: var(--yq-radius);
    background: #000000;
  }
  audio {
    width: 100%;
  }
  h2 {
    margin: 0 0 8px;
    font-size: var(--yq-size);
  }
  .lines {
    max-height: 46vh;
    margin: 8px 0 0;
    padding: 0;
    overflow: auto;
    list-style: none;
  }
  .lines button {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 10px;
    width: 100%;
    min-height: 36px;
    padding: 6px 8px;
    border-inline-start: 3px solid transparent;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .lines button:hover {
    background: var(--yq-surface);
  }
  .lines [aria-current] button {
    border-inline-start-color: var(--yq-accent);
    background: var(--yq-surface);
  }
  .lines time {
    color: var(--yq-accent);
    font-variant-numeric: tabular-nums;
  }
  .lines [data-what="happened"] {
    color: var(--yq-danger);
  }
  .missing {
    margin: 0 0 16px;
    padding: 10px 12px;
    border-radius: var(--yq-radius-control);
    background: var(--yq-attention-ground);
    color: var(--yq-attention);
  }
  .missing ul {
    margin: 4px 0 0;
    padding-inline-start: 20px;
  }
  .whole {
    margin: 0 0 16px;
  }
  .acts {
    grid-template-columns: repeat(auto-fit, minmax(260px, 1fr));
    align-items: start;
    gap: 24px;
  }
  .acts ul {
    margin: 0 0 12px;
    padding-inline-start: 20px;
    overflow-wrap: anywhere;
  }
  input[type="search"] {
    width: 100%;
  }
  @media (max-width: 900px) {
    .beside {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
