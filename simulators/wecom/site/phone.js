/** The phone of a member who has opened the bank's application in WeCom. */

import { Chat } from "/shared/chat.js";
import { make, withLinks } from "/shared/dom.js";
import { card } from "./cards.js";
import { foot } from "./menu.js";
import { panel } from "./panel.js";

const kinds = {
  image: (entry) => make("img", { src: `file/${entry.media}`, alt: "图片", loading: "lazy" }),
  voice: (entry) => make("audio", { src: `file/${entry.media}`, controls: true }),
  video: (entry) => make("video", { src: `file/${entry.media}`, controls: true }),
  file: (entry) => make("a", { href: `file/${entry.media}`, download: "" }, "文件"),
  textcard: page,
  link: page,
  template_card: card,
  markdown: (entry) => make("div.markdown", {}, ...String(entry.text ?? "").split("\n").map(line)),
};

/** A card that opens a page. */
function page(entry) {
  return make(
    "a.card",
    { href: entry.url, target: "_blank", rel: "noopener noreferrer" },
    make("b", {}, entry.title),
    make("span", {}, entry.text ?? ""),
    make("span.more", {}, entry.part?.btntxt ?? "详情"),
  );
}

const MARKS = /\*\*([^*]+)\*\*|\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/g;

/** One line of the few marks that WeCom knows: bold, links, quotes. */
function line(text) {
  const quoted = text.startsWith("> ");
  const words = quoted ? text.slice(2) : text;
  const parts = [];
  let end = 0;
  for (const found of words.matchAll(MARKS)) {
    parts.push(...withLinks(words.slice(end, found.index)));
    parts.push(
      found[1] !== undefined
        ? make("b", {}, found[1])
        : make("a", { href: found[3], target: "_blank", rel: "noopener noreferrer" }, found[2]),
    );
    end = found.index + found[0].length;
  }
  parts.push(...withLinks(words.slice(end)));
  return make(quoted ? "p.quote" : "p", {}, ...parts);
}

const place = document.getElementById("app");
if (place !== null) {
  const chat = new Chat({ title: "远桥银行", brand: "wecom", kinds, panel, foot, pictures: true });
  chat.open(place);
  // WeCom tells the application whenever a member opens it.
  void chat.line.act({ do: "enter" });
}
