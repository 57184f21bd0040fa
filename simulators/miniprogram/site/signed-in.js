/** Back from the bank's page with a login behind `#`: the program hands it in, and says what came of it. */

import { phoneId } from "/shared/line.js";

const login = new URLSearchParams(location.hash.slice(1)).get("login") ?? "";
history.replaceState(null, "", location.pathname);
const answer = await fetch(`phone/${phoneId()}/login`, { method: "POST", body: login });
const { status } = answer.ok ? await answer.json() : { status: 0 };
const said = /** @type {HTMLElement} */ (document.getElementById("said"));
document.documentElement.dataset.status = String(status);
said.textContent = status === 204 ? "登录成功。现在找客服，客服就知道您是谁。" : "登录没有成功，请再试一次。";
