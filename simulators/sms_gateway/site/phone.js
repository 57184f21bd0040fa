/** A phone with a number in mainland China, whose messages go through a gateway with registered templates. */

import { Chat } from "/shared/chat.js";
import { kinds, panelOf } from "/shared/sms.js";

const faults = {
  429: "说太频繁（429）",
  limit: "流控（Throttling）",
  500: "出错（500）",
  silence: "不应答",
  lost: "收下但答复丢失",
  unheard: "收不到客户的短信",
};

/** @param {any} state */
const note = (state) => `网关按模板发出 ${state.sent} 条；回复 TD 退订`;

const place = document.getElementById("app");
if (place !== null) new Chat({ title: "106 远桥银行", brand: "sms", kinds, panel: panelOf(faults, note) }).open(place);
