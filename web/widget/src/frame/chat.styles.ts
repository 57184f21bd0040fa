/**
 * How the frame of the chat looks: places for header, log and composer, and the bars. Where there is no room for
 * all it scrolls as a whole. A window lower than any telephone with its keyboard open is one that was zoomed:
 * there large type is smaller.
 */

import { css } from "lit";

export const chatStyles = css`
  :host {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: auto minmax(min(96px, 28%), 1fr) auto auto;
    height: var(--yq-height, 100dvh);
    overflow-y: auto;
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
  yq-header {
    position: relative;
    z-index: 2; /* its menu lies over the log */
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
  .whole {
    display: block;
    max-width: none;
    min-width: 100%;
    height: auto;
  }
  yq-sheet a {
    color: var(--yq-accent);
  }
  yq-sheet ul.rows {
    margin-top: 0;
  }
  .drop {
    position: absolute;
    z-index: 3;
    inset: 8px;
    display: grid;
    place-items: center;
    border: 2px dashed var(--yq-accent);
    border-radius: var(--yq-radius);
    background: color-mix(in srgb, var(--yq-ground) 92%, transparent);
    color: var(--yq-accent);
    font-weight: 600;
    pointer-events: none;
  }
  @media (max-height: 300px) {
    :host([large]) {
      --yq-size: 20px;
      --yq-small: 18px;
      --yq-target: 48px;
    }
  }
  @media (max-height: 500px) {
    .bar {
      padding-block: 2px;
    }
    .bar.question span {
      flex-basis: 6em;
    }
    .bar button {
      min-height: 36px;
      padding: 0 6px;
    }
  }
`;
