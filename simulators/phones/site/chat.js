/** The chat on a phone: header, what was said, and the line to write on. Each simulator says what is its own. */

import { make, withLinks } from "./dom.js";
import { Line } from "./line.js";

/**
 * @typedef {object} Own what a simulator's page brings
 * @property {string} title of the chat
 * @property {string} [brand] class of the page: colours of the app that it plays
 * @property {Record<string, (entry: any, chat: Chat) => Node>} [kinds] bodies of entries by type
 * @property {(chat: Chat) => { element: HTMLElement, update: (state: any) => void }} panel switches and quotas
 * @property {(chat: Chat, keyboard: HTMLElement) => { element: HTMLElement, update: (state: any) => void }} [foot]
 * @property {boolean} [pictures] whether pictures can be sent
 */

const NEAR_END = 80;
const QUIET_S = 300;

export class Chat {
  /** @param {Own} own */
  constructor(own) {
    this.own = own;
    this.lastAt = 0;
    this.line = new Line((state) => this.update(state));
    this.log = make("div.log", { role: "log", "aria-label": "聊天记录", tabindex: 0 });
    /** Until something was said: else a new phone would be a blank page. */
    this.empty = make("p.system.empty", {}, "还没有消息。写一句试试，例如“银行卡丢了怎么挂失”。");
    this.log.append(this.empty);
    /** Whether the end is looked at: a picture that is there later must not push it out of sight. */
    this.follows = true;
    this.log.addEventListener("scroll", () => (this.follows = this.isNearEnd()));
    this.log.addEventListener("load", () => this.follow(), true);
    this.typing = make("p.typing", { hidden: true, "aria-live": "polite" }, "对方正在输入…");
    this.keyboard = this.makeKeyboard();
    this.foot = own.foot ? own.foot(this, this.keyboard) : { element: this.keyboard, update() {} };
    this.panel = own.panel(this);
    this.drawer = make("details.panel", { open: matchMedia("(min-width: 900px)").matches });
    this.drawer.append(make("summary", {}, "手机与服务商"), this.panel.element);
  }

  /** @param {HTMLElement} place */
  open(place) {
    document.body.classList.add("phone-page", this.own.brand ?? "plain");
    const header = make(
      "header.bar",
      {},
      make("a.back", { href: "/", "aria-label": "返回五部手机" }, "‹"),
      make("h1", {}, this.own.title),
    );
    const screen = make("main.screen", {}, header, this.log, this.typing, this.foot.element);
    place.replaceChildren(screen, this.drawer);
    void this.line.run();
  }

  /** @param {any} state */
  update(state) {
    if (state.entries.length > 0) this.empty.remove();
    for (const entry of state.entries) {
      if (entry.at - this.lastAt > QUIET_S) this.log.append(make("p.time", {}, clock(entry.at)));
      this.lastAt = entry.at;
      this.log.append(this.row(entry));
      if (entry.from === "me") this.follows = true;
    }
    this.typing.hidden = !state.typing;
    if (state.entries.length > 0) this.follow();
    this.foot.update(state);
    this.panel.update(state);
  }

  isNearEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END;
  }

  follow() {
    if (this.follows) this.log.scrollTop = this.log.scrollHeight;
  }

  /** @param {any} entry */
  row(entry) {
    const body = (this.own.kinds?.[entry.type] ?? plain)(entry, this);
    if (entry.from === "system") return make("p.system", {}, body);
    const mine = entry.from === "me";
    const avatar = make("span.avatar", { "aria-hidden": "true" }, mine ? "我" : "远");
    const bubble = make("div.bubble", { "data-kind": entry.type }, body);
    const told = make("div.told", {}, bubble);
    if (entry.ai) told.append(make("small.ai", {}, "内容由第三方AI生成"));
    if (entry.failed) told.append(make("small.failed", {}, "发送失败"));
    const who = make("span.sr", {}, mine ? "我：" : `${this.own.title}：`);
    return make(`div.row.${mine ? "mine" : "theirs"}`, {}, who, avatar, told);
  }

  makeKeyboard() {
    const words = make("textarea", { rows: 1, maxlength: 2000, "aria-label": "输入消息", enterkeyhint: "send" });
    const send = make("button.send", { type: "submit" }, "发送");
    const form = make("form.keyboard", {}, words);
    if (this.own.pictures) form.append(...this.pictureButton());
    form.append(send);
    const submit = () => {
      const text = /** @type {HTMLTextAreaElement} */ (words).value.trim();
      if (text === "") return;
      /** @type {HTMLTextAreaElement} */ (words).value = "";
      void this.line.act({ do: "say", text });
    };
    form.addEventListener("submit", (event) => (event.preventDefault(), submit()));
    words.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      submit();
    });
    return form;
  }

  pictureButton() {
    const file = /** @type {HTMLInputElement} */ (
      make("input.sr", { type: "file", accept: "image/*", "aria-label": "选择图片", tabindex: -1 })
    );
    file.addEventListener("change", () => {
      for (const each of file.files ?? []) void this.line.sendFile(each);
      file.value = "";
    });
    const button = make("button.plus", { type: "button", "aria-label": "发送图片", onclick: () => file.click() }, "＋");
    return [file, button];
  }
}

/** @param {number} seconds */
function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
}

/** @param {any} entry */
function plain(entry) {
  return make("p", {}, ...withLinks(String(entry.text ?? "")));
}
