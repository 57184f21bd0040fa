/** The icon of the knowledge base: only the desk has it, and the chat's size is counted in bytes. */

import { draw } from "@yuanqiao/shared/components/icons.ts";

export const book = draw(
  "M12 6.5c-2-1.5-4.5-2-8-2v13c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2v-13c-3.5 0-6 .5-8 2zM12 6.5v13",
);
