/** How the chosen files look. */

import { css } from "lit";

export const trayStyles = css`
  .tray {
    padding: 8px 12px 0;
  }
  ul {
    display: grid;
    gap: 8px;
    max-height: 32dvh;
    margin: 0;
    padding: 0;
    overflow-y: auto;
    list-style: none;
  }
  li {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 4px 0 4px 8px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius-control);
    background: var(--yq-surface);
    line-height: 1.4;
  }
  li.refused {
    border-color: var(--yq-danger);
  }
  .kind {
    flex: none;
    display: grid;
    place-items: center;
    width: 44px;
    height: 44px;
    border-radius: 6px;
    object-fit: cover;
    color: var(--yq-quiet);
  }
  .refused .kind,
  .refused .more {
    color: var(--yq-danger);
  }
  .words {
    flex: 1;
    display: grid;
    min-width: 0;
  }
  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: max(14px, var(--yq-small));
  }
  .more {
    font-size: var(--yq-small);
    color: var(--yq-quiet);
    font-variant-numeric: tabular-nums;
    line-break: strict;
  }
  button {
    flex: none;
    display: grid;
    place-items: center;
    width: var(--yq-target);
    height: var(--yq-target);
    border-radius: var(--yq-radius-control);
    color: var(--yq-quiet);
  }
  button:hover {
    color: var(--yq-text);
  }
  .note:not(:empty) {
    padding-top: 4px;
    font-size: var(--yq-small);
    color: var(--yq-attention);
  }
`;
