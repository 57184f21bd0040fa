/** Takes the line breaks and indents out of Lit's styles while building: customers need not load them. */

import type { Plugin } from "vite";

const STYLES = /css`[^`]*`/g;
const BREAK = /([{};,]?)\s*\n\s*/g; // where nothing ends with the line, a space has to stand for it

/** Works on `css` literals alone; what is inside a rule stays as it is written. */
export function tightStyles(): Plugin {
  return {
    name: "tight-styles",
    transform: (code, id) =>
      id.endsWith(".ts") && code.includes("css`")
        ? {
            code: code.replace(STYLES, (styles) => styles.replace(BREAK, (_, end: string) => end || " ")),
            map: null,
          }
        : null,
  };
}
