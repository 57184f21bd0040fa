/** Speaks from the catalogues of the customer's page. */

import { type Say as SayOf, speakerOf } from "@yuanqiao/shared/words/speaker.ts";
import { en } from "./en.ts";
import { zh } from "./zh.ts";

/** A name in the catalogues. */
export type Word = keyof typeof zh;

/** Says a word of the catalogue with its values filled in. */
export type Say = SayOf<Word>;

/** The catalogues, for the test of their words. */
export const catalogues = { zh, en } as const;

/** Speaks a language. */
export const speaker = speakerOf<Word>(catalogues);
