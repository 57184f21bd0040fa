/** The mini-program's own pages, before the chat: each has a button (open-type="contact") with a session-from. */

import { make } from "/shared/dom.js";

const PAGES = [
  { from: "home", title: "首页", path: "pages/index", words: "账户、转账、理财：有问题，问客服。" },
  { from: "loss", title: "挂失", path: "pages/loss", words: "银行卡或存折不见了？客服可以带您一步步办理。" },
];

/**
 * @param {import("/shared/chat.js").Chat} chat
 * @param {HTMLElement} screen the chat, which is covered until a button opens it
 */
export function pages(chat, screen) {
  const cards = PAGES.map((page) => {
    const open = async () => {
      show(true);
      await chat.line.act({ do: "enter", from: page.from });
    };
    const send = async () => {
      show(true);
      await chat.line.act({ do: "page", title: page.title, path: page.path });
    };
    const button = (label, onclick) => make("button", { type: "button", onclick }, label);
    const name = make("h2", {}, page.title);
    const buttons = make("div.buttons", {}, button("联系客服", open), button("发送此页面", send));
    return make("section", { "aria-label": page.title }, name, make("p", {}, page.words), buttons);
  });
  const account = make(
    "section",
    { "aria-label": "我的" },
    make("h2", {}, "我的"),
    make("p", {}, "登录后，客服看得到您是本行客户。"),
    make("div.buttons", {}, make("button", { type: "button", onclick: () => location.assign("login") }, "登录")),
  );
  const title = make("header.bar", {}, make("a.back", { href: "/", "aria-label": "返回五部手机" }, "‹"), make("h1", {}, "远桥银行"));
  const program = make("main.screen.program", {}, title, ...cards, account);
  const leave = make("button.leave", { type: "button", onclick: () => show(false) }, "回小程序");
  screen.querySelector(".bar")?.append(leave);
  screen.before(program);

  /** @param {boolean} chatting */
  function show(chatting) {
    program.hidden = chatting;
    screen.hidden = !chatting;
    const first = chatting ? screen.querySelector("textarea") : program.querySelector("button");
    /** @type {HTMLElement | null} */ (first)?.focus();
  }
  show(false);
}
