/** Keys for what agents do all day: each can be changed, and none is in the way of an input method. */

import { isComposing } from "@yuanqiao/shared/components/text.ts";
import { keepChoice, readChoice } from "../shell/choices.ts";
import type { Word } from "../words/index.ts";

/** What can be done by a key. */
export type Action =
  | "accept"
  | "next"
  | "previous"
  | "reply"
  | "note"
  | "canned"
  | "suggest"
  | "attach"
  | "agree"
  | "consult"
  | "later"
  | "end"
  | "shortcuts";

/** A key with its modifiers, such as `Alt+KeyN`: by its place on the keyboard, not by what it writes. */
export type Chord = string;

export const ACTIONS: Readonly<Record<Action, readonly [Word, Chord]>> = {
  accept: ["keyAccept", "Alt+KeyA"],
  next: ["keyNext", "Alt+ArrowDown"],
  previous: ["keyPrevious", "Alt+ArrowUp"],
  reply: ["keyReply", "Alt+KeyR"],
  note: ["keyNote", "Alt+KeyN"],
  canned: ["keyCanned", "Alt+KeyC"],
  suggest: ["keySuggest", "Alt+KeyS"],
  attach: ["keyAttach", "Alt+KeyU"],
  agree: ["keyAgree", "Alt+KeyB"],
  consult: ["keyConsult", "Alt+KeyP"],
  later: ["keyLater", "Alt+KeyL"],
  end: ["keyEnd", "Alt+KeyE"],
  shortcuts: ["keyShortcuts", "Alt+KeyK"],
};

const CHOICE = "shortcuts";
const MODIFIERS = new Set(["Alt", "Control", "Meta", "Shift", "AltGraph", "Process", "Dead", "Unidentified"]);
/** Keys by which input methods are switched and led (Windows, macOS, fcitx), and those that move the focus. */
const OF_OTHERS = new Set([
  "Space",
  "Enter",
  "NumpadEnter",
  "Tab",
  "Escape",
  "Backspace",
  "Period",
  "Backquote",
]);
const FUNCTION_KEY = /^F([2-9]|10)$/;

/** The chord of a key press; empty for one that belongs to an input method or to writing. */
export function chordOf(event: KeyboardEvent): Chord {
  if (isComposing(event) || MODIFIERS.has(event.key) || OF_OTHERS.has(event.code)) return "";
  const { altKey, ctrlKey, metaKey, shiftKey, code } = event;
  if (!code || (!altKey && !ctrlKey && !metaKey && !FUNCTION_KEY.test(code))) return "";
  if (event.getModifierState("AltGraph")) return ""; // writes a character on many keyboards
  const held = [ctrlKey && "Ctrl", altKey && "Alt", metaKey && "Meta", shiftKey && "Shift"].filter(Boolean);
  return [...held, code].join("+");
}

/** A chord as people read it: `Alt+N`. */
export function chordName(chord: Chord): string {
  return chord
    .replace(/Key([A-Z])$|Digit([0-9])$/, "$1$2")
    .replace("ArrowDown", "↓")
    .replace("ArrowUp", "↑");
}

/** The chords of this agent on this machine. */
export class Shortcuts {
  readonly #chords = new Map<Action, Chord>();

  constructor() {
    const kept = read(readChoice(CHOICE));
    for (const action of Object.keys(ACTIONS) as Action[])
      this.#chords.set(action, kept[action] ?? ACTIONS[action][1]);
  }

  /** The chord of an action. */
  of(action: Action): Chord {
    return this.#chords.get(action) ?? "";
  }

  /** The action of a key press; null for none. */
  actionOf(event: KeyboardEvent): Action | null {
    const chord = chordOf(event);
    return chord ? this.#actionOf(chord) : null;
  }

  /** Gives an action another chord; tells which other action has it, and changes nothing then. */
  change(action: Action, chord: Chord): Action | null {
    const taken = this.#actionOf(chord);
    if (taken && taken !== action) return taken;
    this.#chords.set(action, chord);
    keepChoice(CHOICE, JSON.stringify(Object.fromEntries(this.#chords)));
    return null;
  }

  /** As they were at first. */
  reset(): void {
    for (const action of Object.keys(ACTIONS) as Action[]) this.#chords.set(action, ACTIONS[action][1]);
    keepChoice(CHOICE, "");
  }

  #actionOf(chord: Chord): Action | null {
    for (const [action, own] of this.#chords) if (own === chord) return action;
    return null;
  }
}

function read(text: string): Partial<Record<Action, Chord>> {
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter(([, chord]) => typeof chord === "string"));
  } catch {
    return {}; // nothing was kept, or something else
  }
}
