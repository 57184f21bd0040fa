import { expect, test } from "vitest";
import { type Marked, type Sign, withPicture, withSign } from "../../src/knowledge/markdown.ts";

const TABLE = "| 项目 |\n|---|";

/** The text with what is marked between brackets, before and after. */
function put(shown: string, sign: Sign): string {
  const start = shown.indexOf("⟦");
  const end = shown.indexOf("⟧") - 1;
  const {
    text,
    start: from,
    end: to,
  }: Marked = withSign({ text: shown.replace(/[⟦⟧]/g, ""), start, end }, sign, TABLE);
  return `${text.slice(0, from)}⟦${text.slice(from, to)}⟧${text.slice(to)}`;
}

test("what is marked becomes bold, and stays marked", () => {
  expect(put("请柜员⟦注销⟧。", "bold")).toBe("请柜员**⟦注销⟧**。");
  expect(put("⟦⟧", "bold")).toBe("**⟦⟧**");
});

test("the address of a link is there to be typed over", () => {
  expect(put("看⟦官网⟧", "link")).toBe("看[官网](⟦https://⟧)");
});

test("each marked line is an entry, also where only a part of it is marked", () => {
  expect(put("先说明\n带身⟦份证\n到网⟧点\n完", "steps")).toBe("先说明\n1. 带身份证\n2. 到网点⟦⟧\n完");
  expect(put("⟦⟧", "points")).toBe("- ⟦⟧");
});

test("a table begins behind an empty line", () => {
  expect(put("费用⟦⟧", "table")).toBe(`费用\n\n${TABLE}\n⟦⟧`);
  expect(put("费用\n⟦⟧", "table")).toBe(`费用\n\n${TABLE}\n⟦⟧`);
  expect(put("⟦⟧", "table")).toBe(`${TABLE}\n⟦⟧`);
});

const SOURCE = "media:abc.png";

test("a picture stands in a line of its own behind what is marked", () => {
  const put = (text: string, at: number): string =>
    withPicture({ text, start: at, end: at }, "卡", SOURCE).text;
  expect(put("", 0)).toBe(`![卡](${SOURCE})\n\n`);
  expect(put("看图。", 3)).toBe(`看图。\n\n![卡](${SOURCE})\n\n`);
  expect(put("看图。\n后面", 3)).toBe(`看图。\n\n![卡](${SOURCE})\n\n后面`);
  expect(put("看图。\n\n后面", 3)).toBe(`看图。\n\n![卡](${SOURCE})\n\n后面`);
  const { start, end, text } = withPicture({ text: "前后", start: 0, end: 1 }, "卡", SOURCE);
  expect([text.slice(0, start), start === end]).toEqual([`前\n\n![卡](${SOURCE})\n\n`, true]);
});

test("the words of a picture stay words", () => {
  const { text } = withPicture({ text: "", start: 0, end: 0 }, "a]( b\n*c* <d> \\", SOURCE);
  expect(text).toBe(`![a\\]( b \\*c\\* \\<d\\> \\\\](${SOURCE})\n\n`);
});
