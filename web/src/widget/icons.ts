/** The icons, drawn by lines of the text's colour; each stands beside a word or inside a named button. */

import { svg, html, type TemplateResult } from "lit";

const draw = (path: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${svg`<path d=${path} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>`}
  </svg>`;

export const icons = {
  send: draw("M5 12h13M12.5 6l6 6-6 6"),
  minimise: draw("M6 9.5l6 6 6-6"),
  link: draw("M9.5 6l6 6-6 6"),
  info: draw("M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M12 11v5M12 7.6v.4"),
  warning: draw("M12 4.2l8.6 15H3.4zM12 10v4.4M12 17v.2"),
  check: draw("M5.5 12.5l4 4 9-9.5"),
  down: draw("M12 5v13M6.5 12.5l5.5 5.5 5.5-5.5"),
  bridge: draw("M2.5 17h19M5.5 17V7M18.5 17V7M5.5 8c2 5 11 5 13 0M9.6 11.6V17M14.4 11.6V17"),
} as const;
