/** The icons, drawn by lines of the text's colour; each stands beside a word or inside a named button. */

import { svg, html, type TemplateResult } from "lit";

export const draw = (path: string, width = 1.8): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${svg`<path d=${path} fill="none" stroke="currentColor" stroke-width=${width} stroke-linecap="round" stroke-linejoin="round"/>`}
  </svg>`;

export const icons = {
  send: draw("M5 12h13M12.5 6l6 6-6 6"),
  minimise: draw("M6 9.5l6 6 6-6"),
  link: draw("M9.5 6l6 6-6 6"),
  info: draw("M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M12 11v5M12 7.6v.4"),
  warning: draw("M12 4.2l8.6 15H3.4zM12 10v4.4M12 17v.2"),
  check: draw("M5.5 12.5l4 4 9-9.5"),
  close: draw("M6.5 6.5l11 11M17.5 6.5l-11 11"),
  more: draw("M5.5 12h.01M12 12h.01M18.5 12h.01", 3.2),
  ask: draw(
    "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M9.7 9.6a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.2.9-1.2 1.8M12 16.4v.1",
  ),
  sound: draw("M6.2 16.5V11a5.8 5.8 0 0 1 11.6 0v5.5l1.4 1.6H4.8zM10 20.4a2.2 2.2 0 0 0 4 0"),
  noSound: draw("M6.2 16.5V11a5.8 5.8 0 0 1 11.6 0v5.5l1.4 1.6H4.8zM10 20.4a2.2 2.2 0 0 0 4 0M4 4l16 16"),
  print: draw("M7 9V4h10v5M7 17H4.5V9h15v8H17M7 14h10v6H7z"),
  thumbUp: draw(
    "M7.5 10.5v9M7.5 10.5l4-7c1.6 0 2.4 1 2.1 2.4l-.7 3.4h5.4a1.7 1.7 0 0 1 1.6 2.1l-1.6 6.4a2 2 0 0 1-1.9 1.5H4v-9z",
  ),
  thumbDown: draw(
    "M16.5 13.5v-9M16.5 13.5l-4 7c-1.6 0-2.4-1-2.1-2.4l.7-3.4H5.7a1.7 1.7 0 0 1-1.6-2.1l1.6-6.4a2 2 0 0 1 1.9-1.5H20v9z",
  ),
  down: draw("M12 5v13M6.5 12.5l5.5 5.5 5.5-5.5"),
  attach: draw(
    "M19.5 11.3l-7.6 7.6a4.6 4.6 0 0 1-6.5-6.5l8-8a3.1 3.1 0 0 1 4.4 4.4l-7.9 7.9a1.5 1.5 0 0 1-2.2-2.2l7-7",
  ),
  camera: draw("M4 8h3.4l1.6-2.5h6L16.6 8H20v11H4zM12 10a3.3 3.3 0 1 0 0 6.6a3.3 3.3 0 0 0 0-6.6"),
  file: draw("M6 3.5h8l4.5 4.5v12.5H6zM13.5 3.8V8.5h4.7"),
  document: draw("M6 3.5h8l4.5 4.5v12.5H6zM13.5 3.8V8.5h4.7M9 12.5h6M9 16h6"),
  picture: draw("M4 5h16v14H4zM4.3 16.5l4.6-4.6 3.6 3.6 2.6-2.6 4.6 4.6M15.5 9h.01"),
  place: draw(
    "M12 21s6.5-6 6.5-11.2a6.5 6.5 0 0 0-13 0C5.5 15 12 21 12 21M12 7.600a2.3 2.3 0 1 0 0 4.600a2.3 2.3 0 0 0 0-4.6",
  ),
  phone: draw(
    "M6.5 4h3l1.5 4-2 1.500a11 11 0 0 0 5.5 5.500l1.5-2 4 1.500v3a2 2 0 0 1-2.2 2A16 16 0 0 1 4.5 6.200A2 2 0 0 1 6.5 4",
  ),
  globe: draw(
    "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M3.500 12h17M12 3.500c-5 5-5 12 0 17M12 3.500c5 5 5 12 0 17",
  ),
  bubbles: draw(
    "M10 4.500c-4 0-7 2.500-7 5.700c0 1.800 1 3.400 2.500 4.400L5 17l2.600-1.300M21 14c0-2.700-2.600-4.900-5.800-4.900s-5.800 2.200-5.800 4.900s2.600 4.900 5.800 4.900c.8 0 1.600-.1 2.300-.4L20 20l-.4-2.400A4.600 4.600 0 0 0 21 14",
  ),
  tiles: draw(
    "M4 4h6.500v6.500H4zM13.500 4H20v6.500h-6.500zM4 13.500h6.500V20H4zM13.500 13.500H20V20h-6.500z",
  ),
  office: draw("M5 20V4h9v16M14 9h5v11M3.500 20h17M8 8h3M8 12h3M8 16h3"),
  envelope: draw("M3.500 6h17v12h-17zM3.500 6.500l8.500 7 8.500-7"),
  clock: draw("M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17M12 7.500V12l3 2"),
  star: draw("M12 4l2.500 5.200 5.700.8-4.100 4 1 5.700L12 17l-5.100 2.700 1-5.700-4.100-4 5.700-.8z"),
  talk: draw("M4 5h16v11H10l-4 3.500V16H4z"),
  person: draw("M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8M4.500 20a7.500 7.500 0 0 1 15 0"),
  people: draw(
    "M9 5a3.500 3.500 0 1 0 0 7a3.500 3.500 0 0 0 0-7M2.500 19.500a6.500 6.500 0 0 1 13 0M16 5.300a3.200 3.200 0 0 1 0 6.200M18 14.300a6.200 6.200 0 0 1 3.500 5.200",
  ),
  bridge: draw("M2.5 17h19M5.5 17V7M18.5 17V7M5.5 8c2 5 11 5 13 0M9.6 11.6V17M14.4 11.6V17"),
} as const;
