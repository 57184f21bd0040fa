/** How the header and its menu look. */

import { css } from "lit";

export const headerStyles = css`
  :host {
    display: block;
  }
  header {
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: 56px;
    padding: 6px 8px 6px 16px;
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
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
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
  .more {
    position: relative;
  }
  .menu {
    position: absolute;
    top: 100%;
    inset-inline-end: 0;
    width: max-content;
    max-width: calc(100vw - 32px);
    margin: 4px 0 0;
    padding: 4px;
    list-style: none;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius);
    background: var(--yq-ground);
    box-shadow: 0 4px 20px rgb(0 0 0 / 18%);
  }
  .menu[hidden] {
    display: none;
  }
  .item {
    display: flex;
    align-items: center;
    gap: 12px;
    width: 100%;
    min-height: var(--yq-target);
    padding: 0 16px 0 12px;
    border-radius: var(--yq-radius-control);
    text-align: start;
  }
  .item:hover {
    background: var(--yq-surface);
  }
  .item .icon {
    flex: none;
    color: var(--yq-quiet);
  }
  .menu .call {
    display: none;
  }
  @media (max-width: 480px) and (min-height: 501px) {
    :host([large]) header {
      flex-wrap: wrap;
      justify-content: flex-end;
    }
    :host([large]) .bank {
      flex: 1 0 100%;
      padding-top: 4px;
    }
  }
  @media (max-width: 359px) {
    header {
      position: relative;
    }
    .more {
      position: static;
    }
    .menu {
      inset-inline-end: 8px;
    }
  }
  @media (max-height: 500px) {
    header {
      min-height: 0;
      padding-block: 0;
    }
    h1 {
      -webkit-line-clamp: 1;
      overflow-wrap: normal;
    }
    .tool {
      padding: 0 4px;
    }
    .hotline {
      display: none;
    }
    .menu {
      max-height: calc(var(--yq-height, 100dvh) - var(--yq-target) - 12px);
      overflow-y: auto;
    }
    .menu .call {
      display: flex;
    }
  }
`;
