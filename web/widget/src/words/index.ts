/** Speaks from the chat's catalogues. */

import { type Say as SayOf, speakerOf } from "@yuanqiao/shared/words/speaker.ts";
import { en } from "./en.ts";
import { zh } from "./zh.ts";

/** A name in the catalogues. */
export type Word = keyof typeof zh;

/** Says a word of the catalogue with its values filled in. */
export type Say = SayOf<Word>;

/** Speaks a language. */
export const speaker = speakerOf<Word>({ zh, en });
