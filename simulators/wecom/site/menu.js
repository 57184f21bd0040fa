/** The foot of the chat: the application's menu above the line to write on, as in WeCom. */

import { make } from "/shared/dom.js";

/** @param {import("/shared/chat.js").Chat} chat @param {HTMLElement} keyboard */
export function foot(chat, keyboard) {
  const bar = make("nav.menu", { "aria-label": "应用菜单" });
  const element = make("div.foot", {}, bar, keyboard);
  let shown = "";
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(bar);
  });
  return {
    element,
    /** @param {any} state */
    update(state) {
      const menu = JSON.stringify(state.menu);
      if (menu === shown) return;
      shown = menu;
      bar.replaceChildren(...state.menu.map((button) => top(chat, bar, button)));
      bar.hidden = state.menu.length === 0;
    },
  };
}

function top(chat, bar, button) {
  const below = button.sub_button ?? [];
  if (below.length === 0) return make("div.top", {}, entry(chat, bar, button));
  const list = make("ul.sub", { hidden: true }, ...below.map((each) => make("li", {}, entry(chat, bar, each))));
  const opener = make("button", { type: "button", "aria-expanded": "false", "aria-haspopup": "true" }, `≡ ${button.name}`);
  opener.addEventListener("click", () => {
    const open = list.hidden;
    close(bar);
    list.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
  });
  return make("div.top", {}, list, opener);
}

function close(bar) {
  for (const list of bar.querySelectorAll(".sub")) list.hidden = true;
  for (const opener of bar.querySelectorAll("[aria-expanded]")) opener.setAttribute("aria-expanded", "false");
}

function entry(chat, bar, button) {
  if (button.type === "view") {
    return make("a", { href: button.url, target: "_blank", rel: "noopener noreferrer" }, button.name);
  }
  const tap = () => {
    close(bar);
    void chat.line.act({ do: "tap", key: button.key ?? "" });
  };
  return make("button", { type: "button", onclick: tap }, button.name);
}
