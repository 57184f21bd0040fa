/** How People looks: a bar over a list, forms in a sheet. */

import { css } from "lit";

export const peopleStyles = css`
  :host {
    display: block;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-bottom: 16px;
  }
  .bar input[type="search"] {
    flex: 1 1 220px;
    min-width: 0;
  }
  .bar select {
    max-width: 100%;
  }
  .bar label {
    font-weight: 400;
    font-size: var(--yq-small);
    color: var(--yq-quiet);
  }
  .bar label input {
    color: var(--yq-text);
  }
  .bar .primary,
  .bar .secondary {
    align-self: end;
  }
  .quiet {
    color: var(--yq-quiet);
    font-size: var(--yq-small);
  }
  .done {
    margin: 0 0 12px;
    color: var(--yq-quiet);
  }
  .trouble {
    margin-bottom: 12px;
  }
  .empty {
    margin: 0;
    padding: 20px;
    border: 1px dashed var(--yq-line-control);
    border-radius: var(--yq-radius);
    color: var(--yq-quiet);
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th {
    padding: 8px 12px 8px 0;
    border-bottom: 1px solid var(--yq-line-control);
    color: var(--yq-quiet);
    font-size: var(--yq-small);
    font-weight: 400;
    text-align: start;
    white-space: nowrap;
  }
  td {
    padding: 8px 12px 8px 0;
    border-bottom: 1px solid var(--yq-line);
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  tr:hover td {
    background: var(--yq-surface);
  }
  .open {
    min-height: 24px;
    color: var(--yq-accent);
    font-weight: 500;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .open:hover {
    text-decoration: underline;
  }
  .off {
    color: var(--yq-danger);
    white-space: nowrap;
  }
  .tree td:first-child {
    padding-left: calc(var(--depth) * 20px);
  }
  .more {
    margin-top: 12px;
  }
  form p {
    margin: 0;
  }
  input[type="checkbox"] {
    accent-color: var(--yq-brand);
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  form > fieldset {
    display: grid;
    gap: 16px;
  }
  textarea {
    font: inherit;
    font-weight: 400;
    color: inherit;
    padding: 8px 12px;
    border: 1px solid var(--yq-line-control);
    border-radius: var(--yq-radius-control);
    background: var(--yq-ground);
  }
  legend {
    padding: 0 0 4px;
    font-weight: 500;
  }
  .ticks {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(180px, 1fr));
    gap: 4px 16px;
    max-height: 240px;
    overflow: auto;
  }
  .tick {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 32px;
    font-weight: 400;
    overflow-wrap: anywhere;
  }
  .tick[hidden] {
    display: none;
  }
  .tick input {
    flex: none;
    width: 18px;
    min-height: 18px;
    margin: 0;
  }
  .right {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 16px;
    padding: 4px 0;
    border-bottom: 1px solid var(--yq-line);
    font-weight: 400;
  }
  .right input {
    flex: 0 1 280px;
    min-width: 0;
  }
  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 4px 16px;
    margin: 0 0 16px;
  }
  dt {
    color: var(--yq-quiet);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .acts {
    display: grid;
    gap: 12px;
    margin-top: 20px;
    padding-top: 16px;
    border-top: 1px solid var(--yq-line);
  }
  .acts p {
    margin: 0;
  }
  .danger {
    border-color: var(--yq-danger);
    color: var(--yq-danger);
  }
  .narrow {
    display: none;
  }
  @media (max-width: 720px) {
    .wide {
      display: none;
    }
    .narrow {
      display: block;
    }
    .bar > * {
      flex: 1 1 140px;
    }
  }
`;
