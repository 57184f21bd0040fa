/** All that only files need: loaded with the first one, or when the chat has been there for a while. */

import "./news.ts";
import "./tray.ts";
import "./upload.ts";
