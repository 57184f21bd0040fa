/** What the phones for text messages share: a message with its segments, and what stands beside the phone. */

import { make, withLinks } from "/shared/dom.js";

export const kinds = {
  text: (entry) =>
    make(
      "div",
      {},
      make("p", {}, ...withLinks(String(entry.text ?? ""))),
      entry.segments ? make("small.segments", {}, `短信 · ${entry.segments} 段 · ${entry.alphabet}`) : null,
    ),
  image: (entry) => make("img", { src: `file/${entry.media}`, alt: "图片", loading: "lazy" }),
};

const NETWORKS = { on: "正常", off: "断开" };

/**
 * @param {Record<string, string>} faults what may go wrong, by its name
 * @param {(state: any) => string} note what the provider knows of this phone
 */
export function panelOf(faults, note) {
  /** @param {import("/shared/chat.js").Chat} chat */
  return (chat) => {
    const button = (label, what, more = {}) =>
      make("button", { type: "button", onclick: () => chat.line.act(what), ...more }, label);
    const group = (name, ...children) => make("fieldset", {}, make("legend", {}, name), ...children);
    const networks = Object.entries(NETWORKS).map(([to, label]) =>
      button(label, { do: "network", to }, { "data-to": to, "aria-pressed": "false" }),
    );
    const shuffle = button("回执乱序并重复", { do: "shuffle" }, { "aria-pressed": "false" });
    const number = make("p", {});
    const known = make("p.soft", { "aria-live": "polite" });
    const wrong = Object.entries(faults).map(([how, label]) => button(label, { do: "fail", how }));
    return {
      element: make(
        "div",
        {},
        group("号码", number, known),
        group("手机的网络", make("div.buttons", {}, ...networks)),
        group("让服务商下一次", make("div.buttons", {}, ...wrong)),
        group("回执", make("div.buttons", {}, shuffle)),
      ),
      /** @param {any} state */
      update(state) {
        for (const each of networks) each.setAttribute("aria-pressed", String(each.dataset.to === state.network));
        shuffle.setAttribute("aria-pressed", String(state.shuffled));
        number.textContent = state.number;
        known.textContent = note(state);
      },
    };
  };
}
