/** How the composer and its suggestions look. */

import { css } from "lit";

export const composerStyles = css`
  :host {
    display: block;
    position: relative;
    border-top: 1px solid var(--yq-line);
    background: var(--yq-ground);
  }
  .line {
    display: flex;
    align-items: flex-end;
    gap: 8px;
    padding: 8px 12px;
  }
  textarea {
    flex: 1;
    min-width: 0;
    min-height: var(--yq-target);
    padding: 9px 12px;
    border: 1px solid var(--yq-line-control);
    border-radius: var(--yq-radius-control);
    background: var(--yq-surface);
    color: var(--yq-text);
    font: inherit;
    line-height: 1.5;
    resize: none;
    overflow-y: auto;
  }
  textarea::placeholder {
    color: var(--yq-quiet);
    opacity: 1;
    white-space: nowrap;
  }
  textarea:focus-visible {
    outline-offset: -1px;
  }
  .person {
    min-height: var(--yq-target);
    padding: 0 12px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius-control);
    color: var(--yq-accent);
    white-space: nowrap;
  }
  .attach {
    flex: none;
    display: grid;
    place-items: center;
    width: var(--yq-target);
    height: var(--yq-target);
    margin-inline: -4px;
    border-radius: var(--yq-radius-control);
    color: var(--yq-accent);
  }
  .attach:hover:enabled {
    background: var(--yq-surface);
  }
  .attach:disabled,
  .person:disabled,
  textarea:disabled {
    color: var(--yq-quiet);
    opacity: 0.6;
  }
  .person:hover:enabled {
    background: var(--yq-surface);
  }
  .send {
    display: grid;
    place-items: center;
    width: var(--yq-target);
    height: var(--yq-target);
    border-radius: var(--yq-radius-control);
    background: var(--yq-brand);
    color: #ffffff;
  }
  .send:disabled {
    background: var(--yq-surface);
    color: var(--yq-quiet);
  }
  .count {
    padding: 0 16px 8px;
    text-align: end;
    font-size: var(--yq-small);
    color: var(--yq-quiet);
    font-variant-numeric: tabular-nums;
  }
  .count.over {
    color: var(--yq-danger);
  }
  @media (max-width: 359px) {
    .line {
      gap: 6px;
      padding-inline: 8px;
    }
    .person {
      padding-inline: 8px;
    }
  }
  @media (max-width: 480px) {
    :host([large]) .line {
      flex-wrap: wrap;
      justify-content: space-between;
    }
    :host([large]) textarea {
      order: -1;
      flex-basis: 100%;
    }
  }
  @media (max-height: 300px) {
    .line {
      padding-block: 4px;
    }
    :host([large]) .line {
      flex-wrap: nowrap;
    }
    :host([large]) textarea {
      order: 0;
      flex-basis: 0;
    }
    .count {
      padding-bottom: 2px;
    }
  }
  @media (forced-colors: active) {
    .send {
      border: 1px solid ButtonText;
    }
  }
  .suggestions {
    position: absolute;
    z-index: 1;
    bottom: 100%;
    inset-inline: 12px;
    max-height: 45dvh;
    overflow-y: auto;
    overscroll-behavior: contain;
    margin: 0;
    padding: 4px;
    list-style: none;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius);
    background: var(--yq-ground);
    box-shadow: 0 -4px 20px rgb(0 0 0 / 14%);
  }
  :host([large]) .suggestions {
    max-height: 38dvh;
  }
  .suggestions[hidden] {
    display: none;
  }
  .suggestion {
    display: flex;
    align-items: center;
    min-height: var(--yq-target);
    padding: 6px 12px;
    border-radius: var(--yq-radius-control);
    line-height: 1.4;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .suggestion:hover {
    background: var(--yq-surface);
  }
  .suggestion[aria-selected="true"] {
    background: var(--yq-tint);
    outline: 2px solid var(--yq-accent);
    outline-offset: -2px;
  }
`;
