/** How the frame of the chat looks: header, bars, places for log and composer. */

import { css } from "lit";

export const chatStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: auto minmax(0, 1fr) auto auto;
    height: var(--yq-height, 100dvh);
    background: var(--yq-ground);
    color: var(--yq-text);
    font: 400 var(--yq-size) / var(--yq-leading) var(--yq-font);
  }
  :host([standalone]) {
    padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom)
      env(safe-area-inset-left);
  }
  :host([standalone]) > * {
    width: 100%;
    max-width: 720px;
    margin-inline: auto;
  }
  header {
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: 56px;
    padding: 4px 8px 4px 16px;
    border-bottom: 1px solid var(--yq-line);
  }
  .bank {
    flex: 1;
    min-width: 0;
    line-height: 1.35;
  }
  h1 {
    margin: 0;
    font-size: var(--yq-size);
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .hotline {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--yq-small);
    color: var(--yq-quiet);
    font-variant-numeric: tabular-nums;
  }
  .tool {
    display: grid;
    place-items: center;
    min-width: var(--yq-target);
    min-height: var(--yq-target);
    padding: 0 8px;
    border-radius: var(--yq-radius-control);
    font-size: max(14px, var(--yq-small));
    color: var(--yq-quiet);
    white-space: nowrap;
  }
  .tool:hover:enabled {
    background: var(--yq-surface);
    color: var(--yq-text);
  }
  .tool:disabled {
    opacity: 0.5;
  }
  .bar {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 4px 8px;
    padding: 8px 16px;
    font-size: max(14px, var(--yq-small));
    line-height: 1.5;
    background: var(--yq-surface);
    border-top: 1px solid var(--yq-line);
  }
  .bar.attention {
    background: var(--yq-attention-ground);
  }
  .bar.attention .icon {
    color: var(--yq-attention);
  }
  .bar .icon {
    flex: none;
    width: 1.4em;
    height: 1.4em;
  }
  .bar span {
    flex: 1 1 12em;
  }
  .bar.question {
    justify-content: flex-end;
  }
  .bar.question span {
    flex-basis: 100%;
  }
  .bar button {
    min-height: var(--yq-target);
    padding: 0 12px;
    border-radius: var(--yq-radius-control);
    color: var(--yq-accent);
  }
  @media (max-width: 480px) {
    :host([large]) header {
      flex-wrap: wrap;
      justify-content: flex-end;
    }
    :host([large]) .bank {
      flex: 1 0 100%;
      padding-top: 4px;
    }
  }
`;
