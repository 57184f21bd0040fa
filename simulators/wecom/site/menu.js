/** The foot of the chat: the application's menu above the line to write on, as in WeCom. */

import { make } from "/shared/dom.js";
import { close, fill } from "/shared/menu.js";

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
      fill(chat, bar, state.menu);
      bar.hidden = state.menu.length === 0;
    },
  };
}
