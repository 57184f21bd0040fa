/** Speaks the launcher's words; the rest of the catalogues stays out of the bank's page. */

import { speakerOf, type Say as SayOf } from "@yuanqiao/shared/words/speaker.ts";
import { enLauncher } from "../words/en.ts";
import { zhLauncher } from "../words/zh.ts";

/** Says one of the launcher's words. */
export type Say = SayOf<keyof typeof zhLauncher>;

/** Speaks a language. */
export const speaker = speakerOf<keyof typeof zhLauncher>({ zh: zhLauncher, en: enLauncher });
