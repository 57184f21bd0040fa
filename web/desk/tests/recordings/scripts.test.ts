import { expect, test } from "vitest";
import {
  answersOf,
  changeOf,
  type Content,
  leftOut,
  type ScriptStep,
} from "../../src/recordings/scripts-model.ts";

const step = (name: string, zh = "您好"): ScriptStep => ({
  step: name,
  kind: "say",
  zh,
  en: "Hello",
  answers: [],
  faces: false,
});
const content = (...steps: ScriptStep[]): Content => ({
  zh: "",
  en: "",
  recorded: true,
  licences: [],
  steps,
});
const LIVE = content(step("one"), step("two"), step("three"));

test("what a draft changes is named step by step", () => {
  expect(changeOf(step("one"), 0, LIVE)).toBe("");
  expect(changeOf(step("two"), 0, LIVE)).toBe("moved");
  expect(changeOf(step("two", "再见"), 1, LIVE)).toBe("changed");
  expect(changeOf(step("four"), 3, LIVE)).toBe("new");
  expect(changeOf(step("one"), 0, null)).toBe("new");
  expect(leftOut(content(step("one"), step("three")), LIVE).map((each) => each.step)).toEqual(["two"]);
});

test("answers are parted by commas of either language", () => {
  expect(answersOf("同意，我同意, 是、")).toEqual(["同意", "我同意", "是"]);
  expect(answersOf("  ")).toEqual([]);
});
