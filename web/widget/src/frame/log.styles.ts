/** How the log looks. */

import { css } from "lit";

export const logStyles = css`
  :host {
    display: block;
    position: relative;
    min-height: 0;
  }
  .scroller {
    height: 100%;
    overflow-y: auto;
    overscroll-behavior: contain;
    overflow-anchor: none;
    padding: 8px 16px 0;
  }
  .scroller:focus-visible {
    outline-offset: -2px;
  }
  .many > .message {
    content-visibility: auto;
    contain-intrinsic-size: auto 72px;
  }
  .between {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 12px;
    margin: 16px 0 4px;
    font-size: var(--yq-small);
    color: var(--yq-quiet);
    font-variant-numeric: tabular-nums;
  }
  .between.rule::before,
  .between.rule::after {
    content: "";
    flex: 1;
    border-top: 1px solid var(--yq-line);
  }
  .between.unread {
    color: var(--yq-accent);
  }
  .typing {
    display: flex;
    align-items: center;
    gap: 5px;
    height: 40px;
  }
  .typing i {
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: var(--yq-quiet);
    animation: breathe 1.2s infinite ease-in-out;
  }
  .typing i:nth-child(2) {
    animation-delay: 0.15s;
  }
  .typing i:nth-child(3) {
    animation-delay: 0.3s;
  }
  .typing.quiet i {
    visibility: hidden;
    animation: none;
  }
  @keyframes breathe {
    0%,
    60%,
    100% {
      opacity: 0.3;
    }
    30% {
      opacity: 1;
    }
  }
  .older {
    display: block;
    min-height: var(--yq-target);
    margin: 0 auto;
    padding: 0 16px;
    color: var(--yq-accent);
    font-size: max(14px, var(--yq-small));
  }
  .older[aria-disabled] {
    color: var(--yq-quiet);
  }
  .pill {
    position: absolute;
    inset-inline: 0;
    bottom: 12px;
    width: max-content;
    min-height: var(--yq-target);
    margin: 0 auto;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 0 16px;
    border-radius: 999px;
    background: var(--yq-brand);
    color: #ffffff;
    font-size: max(14px, var(--yq-small));
    box-shadow: 0 2px 10px rgb(0 0 0 / 25%);
  }
  .pill .icon {
    width: 1.3em;
    height: 1.3em;
  }
  .empty {
    padding: 24px 0 8px;
    line-height: var(--yq-leading);
  }
  .empty p {
    margin: 0 0 calc(var(--yq-size) * 0.6);
  }
  .empty h2 {
    margin: calc(var(--yq-size) * 1.4) 0 0;
    font-size: var(--yq-size);
    font-weight: 600;
  }
  .empty .more {
    color: var(--yq-quiet);
    font-size: max(14px, var(--yq-small));
  }
  .skeleton {
    display: grid;
    gap: 12px;
    padding: 24px 0;
    opacity: 0;
    animation: appear 1ms 300ms forwards;
  }
  .skeleton i {
    height: 18px;
    border-radius: 6px;
    background: var(--yq-line);
  }
  .skeleton i:nth-child(2) {
    width: 70%;
  }
  .skeleton i:nth-child(3) {
    width: 45%;
    height: 40px;
    justify-self: end;
    border-radius: var(--yq-radius);
  }
  .skeleton i:nth-child(4) {
    width: 85%;
  }
  @keyframes appear {
    to {
      opacity: 1;
    }
  }
  @media (max-height: 500px) {
    .typing {
      height: 24px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .skeleton {
      opacity: 1;
    }
  }
  @media (forced-colors: active) {
    .pill {
      border: 1px solid CanvasText;
    }
    .typing i,
    .skeleton i {
      background: CanvasText;
    }
  }
`;
