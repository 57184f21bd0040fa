/** The foot of the chat: the account's menu, and the keyboard that takes its place. */

import { make } from "/shared/dom.js";
import { close, fill } from "/shared/menu.js";

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
      fill(chat, bar, state.menu);
      toggle.hidden = state.menu.length === 0;
      if (state.menu.length === 0) typing = true;
      show();
    },
  };
}
