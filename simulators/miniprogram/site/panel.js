/** What stands beside the phone: its network, the day, what the provider allows, and what goes wrong. */

import { make } from "/shared/dom.js";

const GIVEN_BY = { message: "客户发了消息", enter: "打开了客服会话" };
const FORMS = ["JSON", "XML"];
const NETWORKS = { on: "正常", slow: "很慢", off: "断开" };
const FAULTS = {
  429: "说太频繁（429）",
  500: "出错（500）",
  busy: "系统繁忙（-1）",
  silence: "不应答",
  lost: "收下但答复丢失",
  unheard: "收不到我们的应答",
};

/** @param {import("/shared/chat.js").Chat} chat */
export function panel(chat) {
  const act = (what) => () => chat.line.act(what);
  const button = (label, what, more = {}) => make("button", { type: "button", onclick: act(what), ...more }, label);
  const rights = make("ul", { "aria-live": "polite" });
  const day = make("p.soft", {});
  const networks = Object.entries(NETWORKS).map(([to, label]) =>
    button(label, { do: "network", to }, { "data-to": to, "aria-pressed": "false" }),
  );
  const forms = FORMS.map((to) => button(to, { do: "form", to }, { "data-form": to, "aria-pressed": "false" }));
  const allowed = make("p.soft", {});
  const faults = Object.entries(FAULTS).map(([how, label]) => button(label, { do: "fail", how }));
  const group = (name, ...children) => make("fieldset", {}, make("legend", {}, name), ...children);
  const row = (...children) => make("div.buttons", {}, ...children);
  const element = make(
    "div",
    {},
    group("小程序还能发几条", rights),
    group("手机的网络", row(...networks)),
    group("日子", day, row(button("到明天", { do: "days", count: 1 }))),
    group("订阅消息", allowed, row(button("允许一次", { do: "allow" }))),
    group("推送的格式", row(...forms)),
    group("让服务商下一次", row(...faults, button("令牌过期", { do: "expire" }))),
  );
  return {
    element,
    /** @param {any} state */
    update(state) {
      for (const each of networks) each.setAttribute("aria-pressed", String(each.dataset.to === state.network));
      for (const each of forms) each.setAttribute("aria-pressed", String(each.dataset.form === state.form));
      allowed.textContent = `客户还允许 ${state.allowed} 条`;
      day.textContent = new Date(state.now * 1000).toLocaleString("zh-CN");
      const lines = state.rights.map((each) => make("li", {}, told(each)));
      const none = make("li", {}, "一条也不能：客户还没有来过，或者时间已过");
      rights.replaceChildren(...(lines.length > 0 ? lines : [none]));
    },
  };
}

function told(right) {
  return `${GIVEN_BY[right.kind]}：还剩 ${right.left} / ${right.of} 条，${span(right.seconds)}内有效`;
}

/** @param {number} seconds */
function span(seconds) {
  if (seconds < 120) return `${seconds} 秒`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} 分钟` : `${Math.round(seconds / 3600)} 小时`;
}
