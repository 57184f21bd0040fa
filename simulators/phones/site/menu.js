/** An account's menu: buttons that do something, and buttons that open others. */

import { make } from "./dom.js";

/** Makes the buttons of `menu` in the bar. @param {import("./chat.js").Chat} chat @param {HTMLElement} bar */
export function fill(chat, bar, menu) {
  bar.replaceChildren(...menu.map((button) => top(chat, bar, button)));
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

/** @param {HTMLElement} bar */
export function close(bar) {
  for (const list of bar.querySelectorAll(".sub")) list.hidden = true;
  for (const opener of bar.querySelectorAll("[aria-expanded]")) opener.setAttribute("aria-expanded", "false");
}

function entry(chat, bar, button) {
  if (button.url !== undefined) {
    return make("a", { href: button.url, target: "_blank", rel: "noopener noreferrer" }, button.name);
  }
  const tap = () => {
    close(bar);
    void chat.line.act({ do: "tap", key: button.key ?? "" });
  };
  return make("button", { type: "button", onclick: tap }, button.name);
}
