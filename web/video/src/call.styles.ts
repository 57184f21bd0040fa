/** How the customer's page is laid out: the picture, the chat beside it, below it on a phone. */

import { css } from "lit";

export const callStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    height: 100dvh;
    background: var(--yq-ground);
    color: var(--yq-text);
    font: var(--yq-size) / var(--yq-leading) var(--yq-font);
  }
  header {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 8px 16px;
    border-bottom: 1px solid var(--yq-line);
  }
  h1 {
    flex: 1;
    margin: 0;
    font-size: 1.1em;
  }
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-height: 0;
  }
  .body[data-chat] {
    grid-template-columns: minmax(0, 1fr) 380px;
  }
  iframe {
    width: 100%;
    height: 100%;
    border: 0;
    border-left: 1px solid var(--yq-line);
  }
  main {
    display: flex;
    flex-direction: column;
    gap: 12px;
    min-height: 0;
    padding: 12px;
    overflow: auto;
  }
  yq-stage {
    flex: 1;
    min-height: 220px;
  }
  yq-board,
  yq-step {
    max-height: 45%;
    overflow: auto;
  }
  yq-step {
    flex-shrink: 0;
  }
  .card {
    width: min(100%, 560px);
    margin: auto;
  }
  .card h2 {
    margin: 0 0 8px;
    font-size: 1.3em;
  }
  .card yq-stage {
    height: 320px;
    margin: 12px 0;
  }
  .quiet {
    margin: 0;
    color: var(--yq-quiet);
  }
  .trouble {
    margin: 0;
    padding: 10px 12px;
    border-radius: var(--yq-radius-control);
    background: var(--yq-attention-ground);
    color: var(--yq-attention);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .primary,
  .secondary {
    min-height: var(--yq-target);
    padding: 0 20px;
    border-radius: var(--yq-radius-control);
  }
  .primary {
    background: var(--yq-brand);
    color: #ffffff;
    font-weight: 500;
  }
  .secondary {
    border: 1px solid var(--yq-line-control);
  }
  @media (max-width: 760px) {
    .body[data-chat] {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: minmax(240px, 45%) minmax(0, 1fr);
    }
    iframe {
      border-left: 0;
      border-top: 1px solid var(--yq-line);
    }
  }
`;
