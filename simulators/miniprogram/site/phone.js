/** The phone with the mini-program: its pages, and the chat that their button opens. */

import { Chat } from "/shared/chat.js";
import { make, withLinks } from "/shared/dom.js";
import { pages } from "./pages.js";
import { panel } from "./panel.js";

const article = (...children) => make("div.article", {}, ...children);

const kinds = {
  image: (entry) => make("img", { src: `file/${entry.media}`, alt: "图片", loading: "lazy" }),
  link: (entry) =>
    make(
      "a.article",
      { href: entry.url, target: "_blank", rel: "noopener noreferrer" },
      make("b", {}, entry.title),
      make("span", {}, entry.text ?? ""),
    ),
  page: (entry) => article(make("b", {}, entry.title), make("span", {}, `小程序 · ${entry.path}`)),
  miniprogrampage: (entry) =>
    article(
      make("b", {}, entry.part.title),
      make("img", { src: `file/${entry.part.thumb_media_id}`, alt: "" }),
      make("span", {}, `小程序 · ${entry.part.pagepath}`),
    ),
  notice: (entry) => article(make("b", {}, "服务通知"), ...entry.lines.map((line) => make("span", {}, line))),
  text: (entry) => make("p", {}, ...rich(String(entry.text ?? ""))),
};

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
if (place !== null) {
  const chat = new Chat({ title: "客服消息", brand: "miniprogram", kinds, panel, pictures: true });
  chat.open(place);
  pages(chat, /** @type {HTMLElement} */ (place.querySelector(".screen")));
}
