/** Invites who left the same form twice to ask: once a day at most, and not who said no (docs/webchat.md). */

import { readableBrand } from "@yuanqiao/shared/design/brand.ts";
import { chooseLanguage } from "@yuanqiao/shared/words/language.ts";
import { readBank, readOptions } from "../loader/options.ts";
import { invite } from "./bubble.ts";
import {
  customerOf,
  invitedOne,
  isForm,
  type Kept,
  keptOf,
  leftOne,
  refusedOne,
  sentOne,
  wantsInvitation,
  withKept,
} from "./memory.ts";
import { speaker } from "./words.ts";

const LOADED = Symbol.for("yuanqiao:invite");
const STORE = "yuanqiao:invite:2";
const SOON_MS = 2_000; // first the page is read

/** The forms of this page that were begun and not sent. */
const begun = new Set<string>();

/** Whose page it is: what is kept of one customer does not count for another at the same browser. */
let customer = "";

function today(): string {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Changes what is kept; without storage nothing is, and nobody is invited. */
function change(what: (kept: Kept) => Kept): void {
  try {
    const text = localStorage.getItem(STORE);
    localStorage.setItem(STORE, withKept(text, customer, what(keptOf(text, customer))));
  } catch {
    return;
  }
}

function recall(): Kept {
  try {
    return keptOf(localStorage.getItem(STORE), customer);
  } catch {
    return keptOf(null, customer);
  }
}

function formOf(event: Event): string {
  const form = event.target instanceof Element ? event.target.closest("form[data-yuanqiao-form]") : null;
  const name = form?.getAttribute("data-yuanqiao-form") ?? "";
  return isForm(name) ? name : "";
}

/** Opens the chat as anything on the page does that carries `data-yuanqiao-open`. */
function openChat(): void {
  const opener = document.createElement("button");
  opener.hidden = true;
  opener.dataset["yuanqiaoOpen"] = "";
  document.documentElement.append(opener);
  opener.click();
  opener.remove();
}

function look(script: HTMLScriptElement): void {
  if (!wantsInvitation(recall(), today())) return;
  change((kept) => invitedOne(kept, today()));
  const { lang, brand, bank, side } = readOptions(
    script,
    document.documentElement.lang,
    readBank("__YUANQIAO_BANK__"), // the hub puts an object in the place of this text
  );
  const say = speaker(chooseLanguage(lang, navigator.languages));
  invite(say, readableBrand(brand || bank.colour), side, {
    accepted: openChat,
    refused: () => {
      change((kept) => refusedOne(kept, today()));
      // The page may keep it with its customer, for other browsers of theirs.
      document.dispatchEvent(new CustomEvent("yuanqiao-invitation-refused"));
    },
  });
}

function begin(): void {
  const script = document.currentScript ?? document.querySelector('script[src*="/webchat-invite.js"]');
  if (!(script instanceof HTMLScriptElement) || LOADED in window) return;
  Object.defineProperty(window, LOADED, { value: true });
  customer = customerOf(script.dataset["customer"]);
  document.addEventListener("input", (event) => {
    const form = formOf(event);
    if (form) begun.add(form);
  });
  document.addEventListener("submit", (event) => {
    const form = formOf(event);
    if (!form || event.defaultPrevented) return;
    begun.delete(form);
    change((kept) => sentOne(kept, form));
  });
  addEventListener("pagehide", () => {
    for (const form of begun) change((kept) => leftOne(kept, form, today()));
    begun.clear();
  });
  // Out of the browser's cache of pages it comes back as it was, without being loaded.
  addEventListener("pageshow", (event) => {
    if (event.persisted) look(script);
  });
  setTimeout(() => look(script), SOON_MS);
}

begin();
