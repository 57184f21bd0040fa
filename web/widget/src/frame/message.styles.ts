/** How messages and the documents in them look. */

import { css } from "lit";

export const messageStyles = css`
  .message {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    margin-top: 8px;
    line-height: var(--yq-leading);
    line-break: strict;
    overflow-wrap: anywhere;
    text-spacing-trim: trim-start;
  }
  .message.starts {
    margin-top: 16px;
  }
  .message.in {
    align-items: flex-end;
  }
  .who {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-bottom: 2px;
    font-size: var(--yq-small);
    color: var(--yq-quiet);
  }
  .tag {
    padding: 0 8px;
    border-radius: 999px;
    border: 1px solid var(--yq-line);
  }
  .text {
    white-space: pre-wrap;
    max-width: 100%;
  }
  .text a {
    color: var(--yq-accent);
    text-underline-offset: 3px;
  }
  .text + .text {
    margin-top: calc(var(--yq-size) * 0.6);
  }
  .notice + .text,
  .row + .text {
    margin-top: 12px;
  }
  .bubble {
    max-width: 85%;
    padding: 8px 12px;
    border-radius: var(--yq-radius);
    border-end-end-radius: 4px;
    background: var(--yq-tint);
  }
  .out .body {
    width: 100%;
  }
  yq-rating {
    width: 100%;
  }
  .source .whole {
    white-space: nowrap;
  }
  .source {
    margin-top: 4px;
    font-size: var(--yq-small);
    color: var(--yq-quiet);
  }
  .notice {
    display: flex;
    gap: 8px;
    padding: 8px 12px;
    border-radius: var(--yq-radius-control);
    background: var(--yq-surface);
    color: var(--yq-quiet);
    font-size: max(14px, var(--yq-small));
  }
  .notice .icon {
    flex: none;
    width: 1.5em;
    height: 1.5em;
  }
  .state {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: 24px;
    margin-top: 2px;
    font-size: var(--yq-small);
    color: var(--yq-quiet);
  }
  .state .icon {
    width: 1.2em;
    height: 1.2em;
  }
  button.state {
    min-height: var(--yq-target);
    color: var(--yq-danger);
  }
  .answer > * {
    margin: calc(var(--yq-size) * 0.75) 0 0;
  }
  .answer > :first-child {
    margin-top: 0;
  }
  .answer a:not(.row) {
    color: var(--yq-accent);
    text-underline-offset: 3px;
  }
  .answer strong {
    font-weight: 600;
  }
  .answer ol,
  .answer ul {
    padding-inline-start: 1.5em;
  }
  .answer ol {
    padding-inline-start: 1.8em;
    font-variant-numeric: tabular-nums;
  }
  .answer li + li {
    margin-top: calc(var(--yq-size) * 0.35);
  }
  .answer li::marker {
    color: var(--yq-quiet);
  }
  .answer > .row {
    margin-top: 8px;
  }
  .table {
    overflow-x: auto;
    max-width: 100%;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius-control);
    font-size: max(15px, calc(var(--yq-size) * 0.94));
    font-variant-numeric: tabular-nums;
    line-height: 1.45;
    overflow-wrap: normal;
    word-break: normal;
  }
  table {
    border-collapse: collapse;
    min-width: 100%;
  }
  th,
  td {
    padding: 8px 12px;
    text-align: start;
    vertical-align: top;
    min-width: 6.5em;
    max-width: 18em;
  }
  th,
  thead td {
    font-weight: 600;
    background: var(--yq-surface);
  }
  th[scope="col"] {
    white-space: nowrap;
  }
  th[scope="row"] {
    font-weight: 400;
  }
  tr > * + * {
    border-inline-start: 1px solid var(--yq-line);
  }
  tbody tr {
    border-top: 1px solid var(--yq-line);
  }
  .picture {
    display: block;
    max-width: 100%;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius-control);
    overflow: hidden;
    background: var(--yq-surface);
    cursor: zoom-in;
    font-size: var(--yq-small);
    color: var(--yq-quiet);
  }
  .picture img {
    display: block;
    max-width: 100%;
    height: auto;
  }
  @media (forced-colors: active) {
    .bubble,
    .notice {
      border: 1px solid CanvasText;
    }
  }
`;
