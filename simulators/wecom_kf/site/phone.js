/** The phone of a customer who asks the account of 微信客服. */

import { Chat } from "/shared/chat.js";
import { make, withLinks } from "/shared/dom.js";
import { panel } from "./panel.js";

const kinds = {
  text: (entry) => make("p", {}, ...withLinks(String(entry.text ?? ""))),
  image: (entry) => make("img", { src: `file/${entry.media}`, alt: "图片", loading: "lazy" }),
  msgmenu: menu,
  link: (entry) => article(entry.part, { href: entry.part.url, target: "_blank", rel: "noopener noreferrer" }),
  miniprogram: (entry) => card(entry.part.title, entry.part.thumb_media_id, `小程序 · ${entry.part.pagepath}`),
  location: (entry) => card(entry.part.name || "位置", "", entry.part.address || ""),
  file: (entry) => make("a", { href: `file/${entry.media}`, download: "" }, "文件"),
  voice: (entry) => make("audio", { src: `file/${entry.media}`, controls: true }),
  video: (entry) => make("video", { src: `file/${entry.media}`, controls: true }),
};

/** @param {any} part @param {Record<string, unknown>} to */
function article(part, to) {
  return make(
    "a.article",
    to,
    make("b", {}, part.title),
    make("img", { src: `file/${part.thumb_media_id}`, alt: "" }),
    make("span", {}, part.desc ?? ""),
  );
}

function card(title, picture, below) {
  const image = picture ? make("img", { src: `file/${picture}`, alt: "" }) : null;
  return make("div.article", {}, make("b", {}, title), image, make("span", {}, below));
}

/** @param {any} entry @param {Chat} chat */
function menu(entry, chat) {
  const { head_content: head, list, tail_content: tail } = entry.part;
  const items = list.map((each) => make("li", {}, option(each, chat)));
  const words = head ? make("p", {}, ...withLinks(head)) : null;
  return make("div", {}, words, make("ul.options", {}, ...items), tail ? make("p", {}, tail) : null);
}

function option(each, chat) {
  const said = each[each.type];
  switch (each.type) {
    case "view":
      return make("a", { href: said.url, target: "_blank", rel: "noopener noreferrer" }, said.content);
    case "click": {
      const pick = () => chat.line.act({ do: "pick", id: String(said.id ?? ""), text: said.content });
      return make("button.option", { type: "button", onclick: pick }, said.content);
    }
    case "miniprogram":
      return make("span", { title: said.pagepath }, `${said.content}（小程序）`);
    default:
      return make("span", {}, said.content);
  }
}

let entering = false;

/** Who opens the page opens the chat. @param {Chat} chat @param {any} state */
function enterOnce(chat, state) {
  if (state.entered || entering) return;
  entering = true;
  void chat.line.act({ do: "enter" });
}

const place = document.getElementById("app");
if (place !== null) {
  const own = (chat) => {
    const made = panel(chat);
    return { element: made.element, update: (state) => (enterOnce(chat, state), made.update(state)) };
  };
  new Chat({ title: "远桥银行客服", brand: "weixin", kinds, panel: own, pictures: true }).open(place);
}
