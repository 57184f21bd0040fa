/** How lists that somebody keeps are laid out: entries with their buttons, a form in their midst. */

import { css } from "lit";

export const keepStyles = css`
  :host {
    display: block;
    margin-bottom: 40px;
  }
  h2 {
    margin: 24px 0 4px;
    font-size: 16px;
  }
  .why {
    margin: 0 0 12px;
    color: var(--yq-quiet);
    overflow-wrap: anywhere;
  }
  .empty {
    padding: 20px;
    border: 1px dashed var(--yq-line-control);
    border-radius: var(--yq-radius);
    color: var(--yq-quiet);
  }
  ul {
    display: grid;
    gap: 8px;
    margin: 0 0 12px;
    padding: 0;
    list-style: none;
  }
  li,
  form {
    padding: 12px 16px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius);
  }
  li {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: start;
    justify-content: space-between;
  }
  li > div:first-child {
    flex: 1 1 260px;
    min-width: 0;
  }
  li p {
    margin: 2px 0 0;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .title {
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .quiet {
    color: var(--yq-quiet);
    font-size: var(--yq-small);
  }
  form {
    margin-bottom: 12px;
    background: var(--yq-surface);
  }
  textarea {
    font: inherit;
    font-weight: 400;
    color: inherit;
    min-height: 72px;
    padding: 8px 12px;
    border: 1px solid var(--yq-line-control);
    border-radius: var(--yq-radius-control);
    background: var(--yq-ground);
  }
  .check {
    display: flex;
    align-items: center;
    gap: 8px;
    font-weight: 400;
  }
  .check input {
    min-height: 0;
    width: 18px;
    height: 18px;
  }
  .search {
    width: 100%;
    margin-bottom: 12px;
  }
`;
