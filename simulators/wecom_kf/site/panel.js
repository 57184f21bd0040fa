/** What stands beside the phone: its network, the day, the session, and what goes wrong. */

import { make } from "/shared/dom.js";

const STATES = ["新会话，待处理", "由智能助手接待", "在待接入池排队", "由员工接待", "已结束或未开始"];
const NETWORKS = { on: "正常", slow: "很慢", off: "断开" };
const FAULTS = {
  429: "说太频繁（429）",
  500: "出错（500）",
  busy: "系统繁忙（-1）",
  silence: "不应答",
  lost: "收下但答复丢失",
  pull: "拉取消息出错",
  unheard: "收不到我们的应答",
};

/** @param {import("/shared/chat.js").Chat} chat */
export function panel(chat) {
  const act = (what) => () => chat.line.act(what);
  const button = (label, what, more = {}) => make("button", { type: "button", onclick: act(what), ...more }, label);
  const session = make("p", { "aria-live": "polite" });
  const rights = make("p", { "aria-live": "polite" });
  const day = make("p.soft", {});
  const networks = Object.entries(NETWORKS).map(([to, label]) =>
    button(label, { do: "network", to }, { "data-to": to, "aria-pressed": "false" }),
  );
  const refuse = toggle(chat, "拒收客服消息", "refuse");
  const silent = toggle(chat, "不再回调", "silent");
  const faults = Object.entries(FAULTS).map(([how, label]) => button(label, { do: "fail", how }));
  const group = (name, ...children) => make("fieldset", {}, make("legend", {}, name), ...children);
  const row = (...children) => make("div.buttons", {}, ...children);
  const element = make(
    "div",
    {},
    group("会话", session, rights),
    group("手机的网络", row(...networks)),
    group("日子", day, row(button("到明天", { do: "days", count: 1 }))),
    group(
      "客户",
      row(
        button("重新进入会话", { do: "enter" }),
        button("扫网点的二维码", { do: "enter", scene: "branch-12" }),
        button("从挂失页进入", { do: "enter", scene: "loss" }),
        button("发送位置", { do: "place" }),
        refuse,
      ),
    ),
    group(
      "企业微信里的员工",
      row(button("接手会话", { do: "take_over" }), button("说一句", { do: "speak" }), button("结束会话", { do: "end" })),
    ),
    group(
      "让服务商下一次",
      row(...faults, button("收下但没送到", { do: "undelivered" }), button("令牌过期", { do: "expire" }), silent),
    ),
  );
  return {
    element,
    /** @param {any} state */
    update(state) {
      for (const each of networks) each.setAttribute("aria-pressed", String(each.dataset.to === state.network));
      refuse.setAttribute("aria-pressed", String(state.refuses));
      silent.setAttribute("aria-pressed", String(state.silent));
      day.textContent = new Date(state.now * 1000).toLocaleString("zh-CN");
      session.textContent = `状态 ${state.session}：${STATES[state.session]}`;
      rights.textContent = told(state.rights);
    },
  };
}

/** A button that stays pressed. */
function toggle(chat, label, what) {
  const made = make("button", { type: "button", "aria-pressed": "false" }, label);
  made.addEventListener("click", () => chat.line.act({ do: what, on: made.getAttribute("aria-pressed") !== "true" }));
  return made;
}

function told(right) {
  if (right.seconds === 0) return "一条也不能发：客户还没有来过，或者时间已过";
  return `客户发了消息：还剩 ${right.left} / ${right.of} 条，${span(right.seconds)}内有效`;
}

/** @param {number} seconds */
function span(seconds) {
  if (seconds < 120) return `${seconds} 秒`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} 分钟` : `${Math.round(seconds / 3600)} 小时`;
}
