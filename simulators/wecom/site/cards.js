/** Template cards: a question with buttons, and what leads to pages and mini-programs. */

import { make } from "/shared/dom.js";

/** @param {any} entry @param {import("/shared/chat.js").Chat} chat */
export function card(entry, chat) {
  const part = entry.part;
  const element = make(
    "div.card",
    {},
    part.main_title?.title ? make("b", {}, part.main_title.title) : null,
    part.main_title?.desc ? make("span", {}, part.main_title.desc) : null,
    part.sub_title_text ? make("p", {}, part.sub_title_text) : null,
  );
  element.append(...(part.jump_list ?? []).map(jump));
  const buttons = (part.button_list ?? []).map((button) => make("button.option", { type: "button" }, button.text));
  (part.button_list ?? []).forEach((button, place) => {
    buttons[place].addEventListener("click", () => press(chat, entry, button.key, buttons, place));
  });
  if (buttons.length > 0) element.append(make("div.options", {}, ...buttons));
  return element;
}

/** A card can be answered once: WeCom greys its buttons. */
async function press(chat, entry, key, buttons, place) {
  if (!(await chat.line.act({ do: "press", n: entry.n, key }))) return;
  for (const button of buttons) button.disabled = true;
  buttons[place].setAttribute("aria-pressed", "true");
}

function jump(to) {
  if (to.type === 1) {
    return make("a.jump", { href: to.url, target: "_blank", rel: "noopener noreferrer" }, to.title);
  }
  return make("span.jump", { title: to.pagepath ?? "" }, `${to.title}（小程序）`);
}
