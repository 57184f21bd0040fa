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
    buttons[place].addEventListener("click", () => press(chat, entry, button.key, buttons[place]));
  });
  if (buttons.length > 0) element.append(make("div.options", { "data-n": entry.n }, ...buttons));
  return element;
}

function press(chat, entry, key, button) {
  button.setAttribute("aria-pressed", "true");
  void chat.line.act({ do: "press", n: entry.n, key });
}

/** Cards that the application has closed: a word in the place of the button, and nothing more to tap. */
export function close(closed) {
  for (const [n, word] of Object.entries(closed)) {
    for (const button of document.querySelectorAll(`.options[data-n="${n}"] button:enabled`)) {
      button.disabled = true;
      if (button.getAttribute("aria-pressed") === "true") button.textContent = `${button.textContent} · ${word}`;
    }
  }
}

function jump(to) {
  if (to.type === 1) {
    return make("a.jump", { href: to.url, target: "_blank", rel: "noopener noreferrer" }, to.title);
  }
  return make("span.jump", { title: to.pagepath ?? "" }, `${to.title}（小程序）`);
}
