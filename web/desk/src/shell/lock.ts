/** The icon of records, a lock; it stands by itself, for the widget needs none. */

import { draw } from "@yuanqiao/shared/components/icons.ts";

export const lock = draw("M5.5 11h13v9h-13zM8 11V7.5a4 4 0 0 1 8 0V11M12 14.5v2.5");
