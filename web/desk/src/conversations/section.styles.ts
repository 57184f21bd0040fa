/** How the conversations are laid out: three columns, one at a time on a phone. */

import { css } from "lit";

export const sectionStyles = css`
  :host {
    display: grid;
    grid-template-columns: 300px minmax(0, 1fr) 280px;
    height: 100%;
  }
  h1 {
    margin: 0 0 12px;
    font-size: 18px;
  }
  h2 {
    margin: 20px 0 8px;
    font-size: 14px;
  }
  ul {
    display: grid;
    gap: 4px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .quiet {
    margin: 4px 0;
    color: var(--yq-quiet);
    font-size: var(--yq-small);
  }
  .left,
  .right {
    min-height: 0;
    overflow: auto;
    padding: 16px;
  }
  .left {
    border-right: 1px solid var(--yq-line);
  }
  .right {
    border-left: 1px solid var(--yq-line);
  }
  .right h2:first-child {
    margin-top: 0;
  }
  .middle {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  .middle header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 4px;
    padding: 8px 16px;
    border-bottom: 1px solid var(--yq-line);
  }
  .middle header h2 {
    flex: 1;
    min-width: 72px;
    margin: 0;
    font-size: 16px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .middle header button {
    white-space: nowrap;
  }
  .back,
  .about {
    display: none;
  }
  .nothing {
    margin: auto;
    padding: 24px;
  }
  yq-desk-log {
    flex: 1;
    min-height: 0;
  }
  .status select {
    width: 100%;
  }
  .offer {
    padding: 12px;
    border: 1px solid var(--yq-accent);
    border-radius: var(--yq-radius);
    background: var(--yq-tint);
  }
  .offer p {
    margin: 0 0 8px;
    overflow-wrap: anywhere;
  }
  .aside {
    padding: 8px 12px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius-control);
  }
  .aside p {
    margin: 0 0 4px;
    overflow-wrap: anywhere;
  }
  .aside .words {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
  }
  .aside button {
    min-height: 28px;
    padding: 0 12px;
  }
  .title {
    font-weight: 500;
  }
  .urgent {
    display: inline-flex;
    align-items: center;
    gap: 2px;
    color: var(--yq-danger);
    margin-right: 4px;
  }
  .medium {
    display: inline-flex;
    align-items: center;
    gap: 2px;
    color: var(--yq-text);
    font-weight: 500;
  }
  .medium .icon,
  .urgent .icon {
    width: 1.2em;
    height: 1.2em;
  }
  .task {
    display: grid;
    gap: 2px;
    position: relative;
    width: 100%;
    padding: 10px 12px;
    border-radius: var(--yq-radius-control);
    text-align: start;
  }
  .task:hover {
    background: var(--yq-surface);
  }
  .task[aria-current="true"] {
    background: var(--yq-tint);
  }
  .task .title {
    display: flex;
    gap: 4px;
  }
  .task time {
    margin-left: auto;
    font-weight: 400;
    font-size: 12px;
    color: var(--yq-quiet);
  }
  .last {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    padding-right: 64px;
  }
  .channel,
  .level {
    display: inline-flex;
    align-items: center;
    gap: 3px;
  }
  :is(.channel, .level) .icon {
    width: 14px;
    height: 14px;
  }
  .task .row {
    gap: 2px 8px;
    margin: 0;
  }
  .level:is(.attention, .danger) {
    color: var(--yq-attention);
  }
  .level.late,
  .none {
    color: var(--yq-danger);
    font-weight: 500;
  }
  .keys {
    margin-top: 24px;
    min-height: 32px;
  }
  .hints {
    gap: 6px;
  }
  .hints li {
    padding: 8px 10px;
    border-radius: var(--yq-radius-control);
    background: var(--yq-attention-ground);
    color: var(--yq-attention);
    overflow-wrap: anywhere;
  }
  /* Sheets lie above the page, and take no cell of it. */
  :is(yq-choose, yq-shortcuts, yq-transfer, yq-later, yq-callbacks) {
    position: absolute;
  }
  .held {
    margin: 0;
    padding: 16px;
    border-top: 1px solid var(--yq-line);
  }
  .typing {
    min-height: 20px;
    margin: 0 16px;
  }
  .unread {
    position: absolute;
    right: 12px;
    bottom: 10px;
    padding: 0 8px;
    border-radius: 10px;
    background: var(--yq-brand);
    color: #ffffff;
    font-size: 12px;
  }
  dl {
    display: grid;
    gap: 2px;
    margin: 0;
  }
  dt {
    color: var(--yq-quiet);
    font-size: 12px;
  }
  dd {
    margin: 0 0 8px;
    overflow-wrap: anywhere;
  }
  .summary {
    margin: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  /* What can be done with a conversation stands in one line, in English, too. */
  @media (max-width: 1400px) {
    :host {
      grid-template-columns: 260px minmax(0, 1fr) 240px;
    }
  }
  @media (max-width: 1100px) {
    :host {
      grid-template-columns: 280px minmax(0, 1fr);
    }
    .right {
      display: none;
    }
    .about {
      display: block;
    }
    :host([panel]) .right {
      display: block;
      position: fixed;
      inset: 57px 0 0 auto;
      width: min(320px, 100%);
      background: var(--yq-ground);
      z-index: 1;
    }
  }
  @media (max-width: 720px) {
    :host {
      grid-template-columns: minmax(0, 1fr);
    }
    .middle,
    :host([chosen]) .left {
      display: none;
    }
    :host([chosen]) .middle {
      display: flex;
    }
    .left {
      border-right: 0;
    }
    .back {
      display: block;
    }
  }
`;
