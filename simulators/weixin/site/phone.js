/** The phone that follows the official account. */

import { Chat } from "/shared/chat.js";
import { make } from "/shared/dom.js";

const GIVEN_BY = { message: "客户发了消息", click: "点了菜单", subscribe: "关注", scan: "扫码" };
const NETWORKS = { on: "有网络", off: "没有网络" };

/** @param {Chat} chat */
function panel(chat) {
  const rights = make("ul", { "aria-live": "polite" });
  const day = make("p.soft", {});
  const switches = Object.entries(NETWORKS).map(([to, label]) =>
    make("button", { type: "button", "data-to": to, onclick: () => chat.line.act({ do: "network", to }) }, label),
  );
  const element = make(
    "div",
    {},
    make("fieldset", {}, make("legend", {}, "网络"), make("div.buttons", {}, ...switches)),
    make(
      "fieldset",
      {},
      make("legend", {}, "日子"),
      day,
      make("div.buttons", {}, make("button", { type: "button", onclick: () => chat.line.act({ do: "days", count: 1 }) }, "到明天")),
    ),
    make("fieldset", {}, make("legend", {}, "公众号还能发几条"), rights),
  );
  return {
    element,
    /** @param {any} state */
    update(state) {
      for (const each of switches) each.setAttribute("aria-pressed", String(each.dataset.to === state.network));
      day.textContent = new Date(state.now * 1000).toLocaleString("zh-CN");
      const lines = state.rights.map((each) =>
        make("li", {}, `${GIVEN_BY[each.kind]}：还剩 ${each.left} / ${each.of} 条，${span(each.seconds)}内有效`),
      );
      rights.replaceChildren(...(lines.length > 0 ? lines : [make("li", {}, "一条也不能发：客户还没有来过，或者时间已过")]));
    },
  };
}

/** @param {number} seconds */
function span(seconds) {
  if (seconds < 120) return `${seconds} 秒`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} 分钟` : `${Math.round(seconds / 3600)} 小时`;
}

new Chat({ title: "远桥银行", brand: "weixin", panel }).open(document.getElementById("app"));
