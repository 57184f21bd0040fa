import { expect, test } from "vitest";
import { common } from "../../src/words/common.ts";
import { chooseLanguage, fill } from "../../src/words/language.ts";
import { moment } from "../../src/words/moment.ts";
import { speakerOf } from "../../src/words/speaker.ts";

test("the shared words are there in both languages", () => {
  expect(Object.keys(common.zh).length).toBeGreaterThan(1);
  expect(Object.keys(common.en)).toEqual(Object.keys(common.zh));
});

test("values are filled in, and a hole without one stays", () => {
  const speaker = speakerOf({ zh: { unread: "{count} 条" }, en: { unread: "{count} unread" } });
  expect(speaker("zh")("unread", { count: 2 })).toBe("2 条");
  expect(speaker("en")("unread", { count: 2 })).toBe("2 unread");
  expect(fill("{count} 条", {})).toBe("{count} 条");
});

test.each([
  ["zh-CN", ["en-US"], "zh"],
  ["en", ["zh-CN"], "en"],
  ["", ["fr-FR", "en-GB", "zh"], "en"],
  ["de", ["fr"], "zh"],
] as const)("lang %s with the browser's %s is %s", (wanted, preferred, language) => {
  expect(chooseLanguage(wanted, preferred)).toBe(language);
});

test("a moment is said with its day unless it is today", () => {
  const at = new Date(2026, 10, 23, 9, 5).getTime();
  expect(moment(at, new Date(2026, 10, 23, 18, 0).getTime(), "zh")).toBe("09:05");
  expect(moment(at, new Date(2026, 10, 24, 0, 1).getTime(), "zh")).toBe("昨天 09:05");
  expect(moment(at, new Date(2026, 10, 26).getTime(), "zh")).toBe("11月23日 09:05");
  expect(moment(at, new Date(2027, 1, 1).getTime(), "zh")).toBe("2026年11月23日 09:05");
});
