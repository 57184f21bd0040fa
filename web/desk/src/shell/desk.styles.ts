/** How the desk is laid out: sections at the side, below on a phone; one thing in the middle where there is one. */

import { css } from "lit";

export const deskStyles = css`
  :host {
    --yq-size: 14px;
    --yq-leading: 1.55;
    --yq-target: 40px;
    display: flex;
    height: 100dvh;
    background: var(--yq-ground);
    color: var(--yq-text);
    font: 14px/1.55 var(--yq-font);
    line-break: strict;
  }
  .mark {
    display: grid;
    place-items: center;
    color: var(--yq-accent);
  }
  .alone {
    flex: 1;
    display: grid;
    place-items: center;
    overflow: auto;
    padding: 24px 16px;
    background: var(--yq-surface);
  }
  .card {
    width: min(100%, 400px);
    padding: 32px;
    border: 1px solid var(--yq-line);
    border-radius: var(--yq-radius);
    background: var(--yq-ground);
  }
  .card .mark {
    justify-content: start;
    font-size: 24px;
  }
  .card h1 {
    margin: 8px 0 20px;
    font-size: 22px;
    line-height: 1.35;
  }
  .card .why {
    margin: -12px 0 20px;
    color: var(--yq-quiet);
  }
  nav {
    flex: none;
    display: flex;
    flex-direction: column;
    gap: 4px;
    width: 84px;
    padding: 12px 8px;
    overflow: auto;
    border-right: 1px solid var(--yq-line);
    background: var(--yq-surface);
  }
  nav .mark {
    height: 44px;
  }
  nav a {
    position: relative;
    display: grid;
    justify-items: center;
    gap: 2px;
    padding: 8px 4px;
    border-radius: var(--yq-radius-control);
    color: var(--yq-quiet);
    font-size: 12px;
    text-align: center;
    text-decoration: none;
  }
  nav a:hover {
    color: var(--yq-text);
    background: var(--yq-ground);
  }
  nav a[aria-current="page"] {
    color: var(--yq-accent);
    background: var(--yq-tint);
    font-weight: 500;
  }
  /* Beside the icon, where it moves no word, and never over the next section. */
  nav .badge {
    position: absolute;
    top: 2px;
    right: max(0px, calc(50% - 34px));
  }
  .column {
    flex: 1;
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  main {
    flex: 1;
    min-height: 0;
    overflow: auto;
    outline-offset: -2px;
  }
  .skip {
    position: absolute;
    left: -9999px;
  }
  .skip:focus {
    left: 8px;
    top: 8px;
    z-index: 1;
    padding: 8px 12px;
    background: var(--yq-ground);
    border-radius: var(--yq-radius-control);
  }
  @media (max-width: 640px) {
    :host {
      flex-direction: column-reverse;
    }
    nav {
      flex-direction: row;
      width: auto;
      padding: 4px 8px max(4px, env(safe-area-inset-bottom));
      border-right: 0;
      border-top: 1px solid var(--yq-line);
    }
    nav .mark {
      display: none;
    }
    nav a {
      flex: 1 0 auto;
      min-width: 52px;
      white-space: nowrap;
    }
    .card {
      padding: 24px 20px;
    }
  }
`;
