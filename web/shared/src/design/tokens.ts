/** The design tokens: one set for light and dark, standard and large type. */

import { css } from "lit";

/** Custom properties for a surface's `:host`; `--yq-brand` is set from outside. */
export const tokens = css`
  :host {
    --yq-brand: #0b6b74;
    --yq-ground: #ffffff;
    --yq-surface: #f4f7f8;
    --yq-text: #1a2226;
    --yq-quiet: #566268;
    --yq-line: #dbe2e5;
    --yq-line-control: #7f8c92;
    --yq-tint: color-mix(in srgb, var(--yq-brand) 13%, #ffffff);
    --yq-accent: var(--yq-brand);
    --yq-danger: #b3261e;
    --yq-attention: #855400;
    --yq-attention-ground: #fff6e5;
    --yq-radius: 12px;
    --yq-radius-control: 8px;
    --yq-size: 16px;
    --yq-small: 13px;
    --yq-leading: 1.6;
    --yq-target: 44px;
    --yq-font:
      system-ui, -apple-system, "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei",
      "Noto Sans CJK SC", sans-serif;
    color-scheme: light dark;
  }
  :host([large]) {
    --yq-size: 24px;
    --yq-small: 24px;
    --yq-leading: 1.5;
    --yq-target: 60px;
  }
  @media (prefers-color-scheme: dark) {
    :host {
      --yq-ground: #13181b;
      --yq-surface: #1c2327;
      --yq-text: #e7ecee;
      --yq-quiet: #a3afb5;
      --yq-line: #353f45;
      --yq-line-control: #75838a;
      --yq-tint: color-mix(in srgb, var(--yq-brand) 45%, #13181b);
      --yq-accent: color-mix(in srgb, var(--yq-brand) 45%, #ffffff);
      --yq-danger: #ff9389;
      --yq-attention: #ffcb74;
      --yq-attention-ground: #2c2413;
    }
  }
`;

/** What every element of the chat starts from. */
export const base = css`
  * {
    box-sizing: border-box;
  }
  .icon {
    width: 1.5em;
    height: 1.5em;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    margin: 0;
    padding: 0;
    cursor: pointer;
    touch-action: manipulation;
  }
  button:disabled {
    cursor: default;
  }
  :focus-visible {
    outline: 2px solid var(--yq-accent);
    outline-offset: 2px;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
`;
