/** A phone with a number abroad, whose messages go through Twilio. */

import { Chat } from "/shared/chat.js";
import { kinds, panelOf } from "/shared/sms.js";

const faults = {
  429: "说太频繁（429）",
  500: "出错（500）",
  silence: "不应答",
  lost: "收下但答复丢失",
  unheard: "收不到客户的短信",
};

/** @param {any} state */
const note = (state) => `银行已付 ${state.paid} 段${state.stopped ? "；已退订（回复 START 恢复）" : ""}`;

const place = document.getElementById("app");
if (place !== null) {
  new Chat({ title: "远桥银行", brand: "sms", kinds, panel: panelOf(faults, note), pictures: true }).open(place);
}
