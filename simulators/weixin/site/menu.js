/** The foot of the chat: the account's menu, and the keyboard that takes its place. */

import { make } from "/shared/dom.js";

/** @param {import("/shared/chat.js").Chat} chat @param {HTMLElement} keyboard */
export function foot(chat, keyboard) {
  const bar = make("nav.menu", { "aria-label": "公众号菜单" });
  const toggle = make("button.toggle", { type: "button" });
  const element = make("div.foot", {}, toggle, keyboard, bar);
  let typing = true;
  let shown = "";

  function show() {
    keyboard.hidden = !typing;
    bar.hidden = typing;
    toggle.textContent = typing ? "☰" : "⌨";
    toggle.setAttribute("aria-label", typing ? "显示菜单" : "显示键盘");
  }
  toggle.addEventListener("click", () => {
    typing = !typing;
    show();
    /** @type {HTMLElement | null} */ ((typing ? keyboard : bar).querySelector("textarea, button"))?.focus();
  });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(bar);
  });
  show();

  return {
    element,
    /** @param {any} state */
    update(state) {
      const menu = JSON.stringify(state.menu);
      if (menu === shown) return;
      shown = menu;
      bar.replaceChildren(...state.menu.map((button) => top(chat, bar, button)));
      toggle.hidden = state.menu.length === 0;
      if (state.menu.length === 0) typing = true;
      show();
    },
  };
}

function top(chat, bar, button) {
  const below = button.sub_button ?? [];
  if (below.length === 0) return make("div.top", {}, entry(chat, bar, button));
  const list = make("ul.sub", { hidden: true }, ...below.map((each) => make("li", {}, entry(chat, bar, each))));
  const opener = make("button", { type: "button", "aria-expanded": "false", "aria-haspopup": "true" }, `☰ ${button.name}`);
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
  if (button.type === "view" || button.type === "miniprogram") {
    return make("a", { href: button.url, target: "_blank", rel: "noopener noreferrer" }, button.name);
  }
  const tap = () => {
    close(bar);
    void chat.line.act({ do: "tap", key: button.key ?? "" });
  };
  return make("button", { type: "button", onclick: tap }, button.name);
}
