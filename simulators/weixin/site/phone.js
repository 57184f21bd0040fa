/** The phone that follows the official account. */

import { Chat } from "/shared/chat.js";
import { make, withLinks } from "/shared/dom.js";
import { foot } from "./menu.js";
import { panel } from "./panel.js";

const kinds = {
  image: (entry) => make("img", { src: `file/${entry.media}`, alt: "图片", loading: "lazy" }),
  msgmenu: menu,
  link: (entry) =>
    make(
      "a.article",
      { href: entry.url, target: "_blank", rel: "noopener noreferrer" },
      make("b", {}, entry.title),
      make("span", {}, entry.text ?? ""),
    ),
  miniprogrampage: (entry) =>
    make(
      "div.article",
      {},
      make("b", {}, entry.part.title),
      make("img", { src: `file/${entry.part.thumb_media_id}`, alt: "" }),
      make("span", {}, `小程序 · ${entry.part.pagepath}`),
    ),
  notice: (entry) => make("div.article", {}, make("b", {}, "服务通知"), ...entry.lines.map((line) => make("span", {}, line))),
  text: (entry) => make("p", {}, ...rich(String(entry.text ?? ""))),
};

/** @param {any} entry @param {Chat} chat */
function menu(entry, chat) {
  const { head_content: head, list, tail_content: tail } = entry.part;
  const pick = (item) => () => chat.line.act({ do: "pick", id: String(item.id), text: item.content });
  const items = list.map((item) => make("li", {}, make("button.option", { type: "button", onclick: pick(item) }, item.content)));
  return make("div", {}, make("p", {}, ...withLinks(head)), make("ul.options", {}, ...items), tail ? make("p", {}, tail) : null);
}

const ANCHOR = /<a\s([^>]*)>([^<]*)<\/a>/g;

/** Words as WeChat shows them: an `<a>` in a text is a link there; everything else is words. */
function rich(text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(ANCHOR)) {
    parts.push(...withLinks(text.slice(end, found.index)));
    const path = /data-miniprogram-path="([^"]*)"/.exec(found[1]);
    parts.push(make("a", { href: "#", role: "button", onclick: (event) => event.preventDefault(), title: path?.[1] ?? "" }, found[2]));
    end = found.index + found[0].length;
  }
  parts.push(...withLinks(text.slice(end)));
  return parts;
}

const place = document.getElementById("app");
if (place !== null) new Chat({ title: "远桥银行", brand: "weixin", kinds, panel, foot, pictures: true }).open(place);
