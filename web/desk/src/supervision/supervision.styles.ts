/** How the wallboard looks: large figures that are read from across a room, tables under them. */

import { css } from "lit";

export const supervisionStyles = css`
  :host {
    display: block;
    padding: 24px;
    font-variant-numeric: tabular-nums;
    background: var(--yq-ground);
  }
  h1 {
    margin: 0;
    font-size: 20px;
  }
  h2 {
    margin: 28px 0 8px;
    font-size: 16px;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
    margin-bottom: 16px;
  }
  .head .grow {
    flex: 1;
  }
  .quiet {
    color: var(--yq-quiet);
    font-size: var(--yq-small);
  }
  p {
    margin: 0;
  }
  .tiles {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(210px, 1fr));
    gap: 12px;
  }
  .tiles + .quiet {
    margin-top: 8px;
  }
  .load + * {
    margin-top: 10px;
  }
  .tile {
    padding: 16px 20px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius);
    background: var(--yq-surface);
  }
  .tile .figure {
    display: block;
    font-size: clamp(44px, 5vw, 72px);
    font-weight: 600;
    line-height: 1.15;
    white-space: nowrap;
  }
  .tile.late,
  .tile.late .quiet {
    background: var(--yq-attention-ground);
    color: var(--yq-attention);
  }
  .tile .icon,
  .tag .icon {
    width: 1.1em;
    height: 1.1em;
    vertical-align: -0.2em;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    padding: 8px 12px 8px 0;
    border-bottom: 1px solid var(--yq-line-control);
    color: var(--yq-quiet);
    font-size: var(--yq-small);
    font-weight: 400;
    text-align: start;
  }
  td {
    padding: 8px 12px 8px 0;
    border-bottom: 1px solid var(--yq-line);
    overflow-wrap: anywhere;
  }
  .number {
    text-align: end;
  }
  .queues td {
    font-size: 18px;
  }
  .tag {
    display: inline-block;
    padding: 0 8px;
    border-radius: 999px;
    background: var(--yq-surface);
    white-space: nowrap;
  }
  .tag.late,
  .tag.hand {
    background: var(--yq-attention-ground);
    color: var(--yq-attention);
  }
  .load {
    display: block;
    width: 100%;
    height: 8px;
    margin-top: 6px;
    fill: var(--yq-accent);
  }
  .load rect:first-child {
    fill: var(--yq-line);
  }
  .agents {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(190px, 1fr));
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .agents li {
    padding: 10px 12px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius-control);
  }
  .agents strong {
    font-weight: 500;
  }
  .alarms {
    display: grid;
    gap: 8px;
    margin: 0 0 16px;
    padding: 0;
    list-style: none;
  }
  .alarms li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    padding: 8px 12px;
    border-radius: var(--yq-radius-control);
    background: var(--yq-attention-ground);
    color: var(--yq-attention);
  }
  .alarms .grow {
    flex: 1 1 240px;
  }
  .alarms .quiet {
    color: inherit;
  }
  .empty {
    padding: 16px;
    border: 1px dashed var(--yq-line-control);
    border-radius: var(--yq-radius);
    color: var(--yq-quiet);
  }
  .danger {
    border-color: var(--yq-danger);
    color: var(--yq-danger);
  }
  .small {
    min-height: 32px;
    padding: 0 12px;
  }
  .trouble {
    margin: 0 0 12px;
  }
  nav {
    display: flex;
    gap: 4px;
    margin-bottom: 20px;
    border-bottom: 1px solid var(--yq-line);
  }
  nav a {
    padding: 10px 12px 8px;
    border-bottom: 2px solid transparent;
    color: var(--yq-quiet);
    text-decoration: none;
  }
  nav a[aria-current="page"] {
    border-bottom-color: var(--yq-accent);
    color: var(--yq-accent);
    font-weight: 500;
  }
  /* From across a room. */
  :host([wall]) {
    overflow: auto;
  }
  :host([wall]) .tile .figure {
    font-size: clamp(56px, 6.6vw, 160px);
  }
  :host([wall]) .tile .figure.long {
    font-size: clamp(40px, 4.6vw, 110px);
  }
  :host([wall]) .tile .quiet {
    font-size: 20px;
  }
  :host([wall]) .alarms li {
    font-size: 24px;
  }
  :host([wall]) .tile .name {
    font-size: 24px;
  }
  :host([wall]) .queues :is(td, th) {
    font-size: clamp(22px, 2.6vw, 40px);
  }
  :host([wall]) .agents li {
    font-size: 20px;
  }
  @media (max-width: 640px) {
    :host {
      padding: 16px;
    }
    .tiles {
      grid-template-columns: 1fr 1fr;
      gap: 8px;
    }
    .tile {
      padding: 12px;
    }
    .tile .figure {
      font-size: 34px;
    }
    .wide {
      display: none;
    }
  }
`;
