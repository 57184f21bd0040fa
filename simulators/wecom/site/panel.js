/** What stands beside the phone: its network, the day, what WeCom lets through, and what goes wrong. */

import { make } from "/shared/dom.js";
import { close } from "./cards.js";

const SPANS = { minute: "这一分钟", hour: "这一小时" };
const NETWORKS = { on: "正常", slow: "很慢", off: "断开" };
const FAULTS = {
  429: "说太频繁（429）",
  500: "出错（500）",
  busy: "系统繁忙（-1）",
  rate: "超过频率（45009）",
  address: "IP 不在名单（60020）",
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
  const follow = button("加入可见范围", { do: "follow" });
  const leave = button("移出可见范围", { do: "leave" });
  const licence = button("授予接口许可", { do: "licence", on: true });
  const noLicence = button("收回接口许可", { do: "licence", on: false });
  const faults = Object.entries(FAULTS).map(([how, label]) => button(label, { do: "fail", how }));
  const group = (name, ...children) => make("fieldset", {}, make("legend", {}, name), ...children);
  const row = (...children) => make("div.buttons", {}, ...children);
  const element = make(
    "div",
    {},
    group("应用还能发几条", rights),
    group("手机的网络", row(...networks)),
    group("日子", day, row(button("到明天", { do: "days", count: 1 }))),
    group(
      "成员",
      row(
        follow,
        leave,
        licence,
        noLicence,
        button("再次进入应用", { do: "enter" }),
        button("扫网点的二维码", { do: "scan", scene: "branch-12" }),
        button("发送位置", { do: "place" }),
      ),
    ),
    group("让企业微信下一次", row(...faults, button("令牌过期", { do: "expire" }))),
  );
  return {
    element,
    /** @param {any} state */
    update(state) {
      close(state.closed);
      for (const each of networks) each.setAttribute("aria-pressed", String(each.dataset.to === state.network));
      follow.hidden = state.followed;
      leave.hidden = !state.followed;
      licence.hidden = state.licensed;
      noLicence.hidden = !state.licensed;
      day.textContent = new Date(state.now * 1000).toLocaleString("zh-CN");
      const lines = state.rights.map((each) => make("li", {}, `${SPANS[each.kind]}：还剩 ${each.left} / ${each.of} 条`));
      if (state.dropped > 0) lines.push(make("li", {}, `超出后被丢弃：${state.dropped} 条`));
      rights.replaceChildren(...lines);
    },
  };
}
