import { expect, test } from "vitest";
import { ACTIONS, chordName, chordOf, Shortcuts } from "../../src/conversations/shortcuts.ts";

interface Pressed {
  readonly code: string;
  readonly key: string;
  readonly altKey?: boolean;
  readonly ctrlKey?: boolean;
  readonly shiftKey?: boolean;
  readonly isComposing?: boolean;
  readonly keyCode?: number;
  readonly altGraph?: boolean;
}

function press(pressed: Pressed): KeyboardEvent {
  const { altGraph = false, ...rest } = pressed;
  const plain = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
  const other = { isComposing: false, keyCode: 0, getModifierState: () => altGraph };
  return { ...plain, ...other, ...rest } as unknown as KeyboardEvent;
}

test("no two actions have the same key, and each key is one that can be chosen", () => {
  const chords = Object.values(ACTIONS).map(([, chord]) => chord);
  expect(new Set(chords).size).toBe(chords.length);
  for (const chord of chords) {
    const code = chord.split("+").at(-1) ?? "";
    expect(chordOf(press({ code, key: "x", altKey: true }))).toBe(chord);
  }
});

test.each([
  { code: "KeyN", key: "n" },
  { code: "KeyN", key: "N", shiftKey: true },
  { code: "KeyN", key: "n", altKey: true, isComposing: true },
  { code: "KeyN", key: "Process", altKey: true, keyCode: 229 },
  { code: "Space", key: " ", ctrlKey: true },
  { code: "Period", key: "。", ctrlKey: true },
  { code: "ShiftLeft", key: "Shift", ctrlKey: true, shiftKey: true },
  { code: "KeyE", key: "€", altKey: true, ctrlKey: true, altGraph: true },
  { code: "Enter", key: "Enter", altKey: true },
])("what belongs to writing and to input methods is no shortcut: %j", (pressed) => {
  expect(chordOf(press(pressed))).toBe("");
  expect(new Shortcuts().actionOf(press(pressed))).toBeNull();
});

test("a key is found by its place, whatever it writes under the layout", () => {
  expect(new Shortcuts().actionOf(press({ code: "KeyN", key: "˜", altKey: true }))).toBe("note");
});

test("an action gets another key, but not one that is taken", () => {
  const shortcuts = new Shortcuts();
  expect(shortcuts.change("note", ACTIONS.end[1])).toBe("end");
  expect(shortcuts.of("note")).toBe(ACTIONS.note[1]);
  expect(shortcuts.change("note", "Ctrl+Shift+KeyJ")).toBeNull();
  const pressed = press({ code: "KeyJ", key: "J", ctrlKey: true, shiftKey: true });
  expect(shortcuts.actionOf(pressed)).toBe("note");
  expect(chordName(shortcuts.of("note"))).toBe("Ctrl+Shift+J");
  shortcuts.reset();
  expect(shortcuts.of("note")).toBe(ACTIONS.note[1]);
});
