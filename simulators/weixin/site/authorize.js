/** WeChat's page of 网页授权, silent as with snsapi_base: it says which phone opened it, and leads on. */

import { phoneId } from "/shared/line.js";

const asked = new URLSearchParams(location.search);
asked.set("phone", phoneId());
location.replace(`agree?${asked}`);
