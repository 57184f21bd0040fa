/** Draws the invitation over the launcher, in a shadow root: neither page touches the other. */

import type { Say } from "./words.ts";

/** What the customer may do about it. */
export interface Invited {
  accepted(): void;
  refused(): void;
}

const FONT = `system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif`;

function styleText(brand: string, side: "left" | "right"): string {
  return `
:host { all: initial !important; }
@media print { :host { display: none !important; } }
section {
  position: fixed; z-index: 2147483646; bottom: calc(88px + env(safe-area-inset-bottom));
  ${side}: calc(20px + env(safe-area-inset-${side})); box-sizing: border-box; width: 320px;
  max-width: calc(100vw - 40px); padding: 16px; border-radius: 12px; background: Canvas; color: CanvasText;
  color-scheme: light dark; border: 1px solid rgb(128 128 128 / 30%); box-shadow: 0 8px 40px rgb(0 0 0 / 22%);
  font: 16px/1.6 ${FONT};
}
p { margin: 0; }
.kept { margin-top: 4px; font-size: 14px; opacity: 0.8; }
div { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }
button {
  min-height: 44px; padding: 0 16px; border-radius: 8px; border: 1px solid rgb(128 128 128 / 60%);
  background: none; color: inherit; font: inherit; cursor: pointer;
}
.open { border-color: ${brand}; background: ${brand}; color: #fff; }
button:focus-visible { outline: 3px solid ${brand}; outline-offset: 2px; }
`;
}

/** Shows the invitation; it goes with either button, and with Esc while the cursor is in it. */
export function invite(say: Say, brand: string, side: "left" | "right", invited: Invited): void {
  const host = document.createElement("div");
  host.dataset["testid"] = "yuanqiao-invite";
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet(); // a page's CSP that forbids inline styles allows this
  sheet.replaceSync(styleText(brand, side));
  root.adoptedStyleSheets = [sheet];
  const box = document.createElement("section");
  box.setAttribute("aria-label", say("title"));
  const end = (what: () => void) => (): void => {
    host.remove();
    what();
  };
  const refuse = end(() => invited.refused());
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    refuse();
  });
  const buttons = document.createElement("div");
  buttons.append(
    button(
      "open",
      say("ask"),
      end(() => invited.accepted()),
    ),
    button("refuse", say("no"), refuse),
  );
  const words = document.createElement("p");
  words.setAttribute("role", "status");
  box.append(words, text("kept", say("kept")), buttons);
  root.append(box);
  document.documentElement.append(host);
  // A screen reader tells what comes into a status, and not what stood in it.
  setTimeout(() => (words.textContent = say("invitation")));
}

function text(name: string, words: string): HTMLElement {
  const made = document.createElement("p");
  made.className = name;
  made.textContent = words;
  return made;
}

function button(name: string, words: string, pressed: () => void): HTMLElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = name;
  made.dataset["testid"] = `invite-${name}`;
  made.textContent = words;
  made.addEventListener("click", pressed);
  return made;
}
