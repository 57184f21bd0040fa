/** How a file looks, on its way or stored: its picture, or its name and size. */

import { css } from "lit";

export const fileStyles = css`
  .thumb {
    display: block;
    max-width: 100%;
    height: auto;
    border-radius: var(--yq-radius-control);
    background: var(--yq-surface);
    object-fit: cover;
  }
  .file {
    display: flex;
    align-items: center;
    gap: 10px;
    min-width: min(220px, 100%);
    min-height: 56px;
    padding: 8px 12px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius-control);
    background: var(--yq-ground);
    color: var(--yq-text);
    line-height: 1.4;
    text-decoration: none;
    overflow-wrap: anywhere;
  }
  .file .row-words {
    flex: 1;
    min-width: 0;
  }
  .file .icon {
    flex: none;
    color: var(--yq-quiet);
  }
  .file > .icon:not(:last-child) {
    width: 1.9em;
    height: 1.9em;
  }
`;
