/** How the picture and its buttons are laid out. */

import { css } from "lit";

export const stageStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: #10161a;
    color: #f2f5f6;
    border-radius: var(--yq-radius);
    overflow: hidden;
  }
  .pictures {
    position: relative;
    flex: 1;
    min-height: 0;
    display: grid;
    place-items: center;
  }
  video {
    display: block;
    background: #000000;
  }
  .remote {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: contain;
  }
  .own {
    position: absolute;
    right: 8px;
    bottom: 8px;
    width: min(28%, 180px);
    margin: 0;
    border: 1px solid #ffffff66;
    border-radius: var(--yq-radius-control);
    overflow: hidden;
    font-size: 12px;
  }
  .own video {
    width: 100%;
    aspect-ratio: 4 / 3;
    object-fit: cover;
    transform: scaleX(-1);
  }
  .own[data-screen] {
    width: min(45%, 420px);
  }
  .own[data-screen] video {
    aspect-ratio: auto;
    object-fit: contain;
    transform: none;
  }
  .remote[data-pointing] {
    cursor: crosshair;
  }
  :host([preview]) .own {
    position: absolute;
    inset: 0;
    width: 100%;
    border: 0;
  }
  :host([preview]) .own video {
    height: 100%;
    object-fit: contain;
  }
  .own figcaption {
    position: absolute;
    left: 0;
    bottom: 0;
    padding: 2px 6px;
    background: #000000a6;
  }
  .notice {
    position: relative;
    margin: 16px;
    padding: 8px 12px;
    border-radius: var(--yq-radius-control);
    background: #000000a6;
    text-align: center;
  }
  .recorded {
    position: absolute;
    top: 8px;
    left: 8px;
    margin: 0;
    padding: 4px 10px;
    border-radius: 999px;
    background: #000000a6;
  }
  .recorded[data-recorded="on"] {
    background: #b3261e;
  }
  .line {
    position: absolute;
    top: 8px;
    right: 8px;
    display: flex;
    align-items: center;
    gap: 6px;
    margin: 0;
    padding: 4px 10px;
    border-radius: 999px;
    background: #000000a6;
  }
  .bars {
    display: flex;
    align-items: flex-end;
    gap: 2px;
  }
  .bars i {
    width: 4px;
    height: 6px;
    border-radius: 1px;
    background: #ffffff40;
  }
  .bars i:nth-child(2) {
    height: 10px;
  }
  .bars i:nth-child(3) {
    height: 14px;
  }
  .bars i[data-on] {
    background: #ffffff;
  }
  .line[data-level="poor"],
  .line[data-level="none"] {
    background: #8a4b00;
  }
  .holding {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 16px;
    padding: 24px;
    background: #10161a;
    font-size: 18px;
    text-align: center;
  }
  .holding p {
    margin: 0;
    max-width: 30em;
  }
  .holding span {
    width: 44px;
    height: 44px;
    border: 3px solid #ffffff40;
    border-top-color: #ffffff;
    border-radius: 50%;
    animation: turn 1.2s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .holding span {
      animation: none;
    }
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 8px;
    padding: 8px;
  }
  .controls button {
    min-height: var(--yq-target);
    padding: 0 14px;
    border: 1px solid #ffffff80;
    border-radius: 999px;
    color: inherit;
  }
  .controls button[aria-pressed="true"] {
    background: #f2f5f6;
    color: #10161a;
  }
  /* What the page says of its own buttons comes first otherwise. */
  ::slotted(button) {
    min-height: var(--yq-target) !important;
    padding: 0 14px !important;
    border: 1px solid #ffffff80 !important;
    border-radius: 999px !important;
    color: inherit;
  }
  ::slotted(button[aria-pressed="true"]) {
    background: #f2f5f6 !important;
    color: #10161a !important;
  }
  .controls .end {
    border-color: transparent;
    background: #b3261e;
    color: #ffffff;
  }
  :focus-visible {
    outline-color: #ffffff;
  }
`;
