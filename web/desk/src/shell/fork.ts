/** The icon of diversion, a way that parts; it stands by itself, for the widget needs none. */

import { draw } from "@yuanqiao/shared/components/icons.ts";

export const fork = draw("M12 20v-6M12 14L5.5 7M12 14l6.5-7M5.5 11V7h4M18.5 11V7h-4");
