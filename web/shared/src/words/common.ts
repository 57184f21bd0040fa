/** The words of the shared components, in both languages. */

import { speakerOf } from "./speaker.ts";

const zh = {
  close: "关闭",
  yesterday: "昨天 {time}",
} as const;

const en: Record<keyof typeof zh, string> = {
  close: "Close",
  yesterday: "Yesterday {time}",
};

/** The catalogues, for the test of their words. */
export const common = { zh, en } as const;

/** Speaks the words of the shared components. */
export const speaker = speakerOf<keyof typeof zh>(common);
