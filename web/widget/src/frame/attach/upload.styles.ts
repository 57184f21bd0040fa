/** How a file looks that is on its way. */

import { css } from "lit";

export const uploadStyles = css`
  :host {
    display: block;
  }
  .row-words {
    display: grid;
    gap: 2px;
  }
  .row-more {
    font-size: var(--yq-small);
    color: var(--yq-quiet);
  }
  .doing {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-top: 4px;
    font-size: var(--yq-small);
    line-height: 1.4;
    color: var(--yq-text);
  }
  .how {
    flex: 1;
    display: grid;
    gap: 4px;
    font-variant-numeric: tabular-nums;
  }
  .how.trouble {
    color: var(--yq-danger);
  }
  .how progress {
    appearance: none;
    display: block;
    width: 100%;
    min-width: 100px;
    height: 4px;
    border: 0;
    border-radius: 2px;
    overflow: hidden;
    background: var(--yq-line);
    color: var(--yq-accent);
  }
  progress::-webkit-progress-bar {
    background: var(--yq-line);
  }
  progress::-webkit-progress-value {
    background: var(--yq-accent);
    transition: width 150ms linear;
  }
  progress::-moz-progress-bar {
    background: var(--yq-accent);
  }
  .doing button {
    flex: none;
    display: grid;
    place-items: center;
    min-width: var(--yq-target);
    min-height: var(--yq-target);
    border-radius: var(--yq-radius-control);
  }
  .doing .again {
    padding: 0 8px;
    color: var(--yq-accent);
  }
  .doing .cancel {
    margin-inline-end: -8px;
  }
  @media (forced-colors: active) {
    progress {
      border: 1px solid CanvasText;
    }
  }
`;
