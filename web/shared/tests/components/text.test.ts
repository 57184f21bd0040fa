import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isVisible } from "../../src/components/well-formed.ts";
import { lengthOf, linked, safeUrl, sendable } from "../../src/components/text.ts";

test.each(["javascript:alert(1)", "data:text/html,x", "//x", "ftp://x/", "http//x", ""])(
  "%s is no link",
  (address) => {
    expect(safeUrl(address)).toBeNull();
  },
);

test("http and https are links", () => {
  expect(safeUrl("https://www.bank.example/a?b=1")).toBe("https://www.bank.example/a?b=1");
  expect(safeUrl("http://127.0.0.1:8081/")).toBe("http://127.0.0.1:8081/");
});

test("addresses in a text become links, what stands around them stays", () => {
  const parts = linked("见 https://www.bank.example/rates。或 http://a.example/x).");
  const strings = parts.filter((part) => typeof part === "string");
  expect(strings).toEqual(["见 ", "。或 ", ")."]);
  expect(parts).toHaveLength(5);
});

test("markup in a text stays text", () => {
  expect(linked("<img src=x onerror=alert(1)>")).toEqual(["<img src=x onerror=alert(1)>"]);
});

test("characters are counted as people count them", () => {
  expect(lengthOf("卡𠮷😀a")).toBe(4);
});

test("half characters and NUL, which no store takes, are left out; whole ones stay", () => {
  expect(sendable(" 卡\ud842丢\0了😀 ")).toBe("卡丢了😀");
});

const corpus = JSON.parse(
  readFileSync(new URL("../../../../tests/corpora/invisible.json", import.meta.url), "utf8"),
) as { nothing: string[]; something: string[] };

test.each(corpus.nothing)("%j shows nothing, so it is not sent", (text) => {
  expect(isVisible(text)).toBe(false);
  expect(sendable(text)).toBe("");
});

test.each(corpus.something)("%j shows something", (text) => {
  expect(isVisible(text)).toBe(true);
});

test.each([
  ["(https://zh.example/wiki/A_(b))", ["https://zh.example/wiki/A_(b)"]],
  ["见（https://zh.example/wiki/银行_(金融)）。", ["https://zh.example/wiki/银行_(金融)"]],
  ["https://bank.example/利率/2026年.html。", ["https://bank.example/利率/2026年.html"]],
  ["https://bank.example/?问=存款&页=2，谢谢", ["https://bank.example/?问=存款&页=2"]],
  ["https://bank.example/a查看", ["https://bank.example/a"]],
  ["请打开https://bank.example看看", ["https://bank.example"]],
  ["https://银行.example/%E5%88%A9", ["https://银行.example/%E5%88%A9"]],
  ["https://de.example/straße/é!", ["https://de.example/straße/é"]],
  ["[https://a.example/x[1]]", ["https://a.example/x[1]"]],
  ["https://a.example/x).", ["https://a.example/x"]],
  ["https://a.example/(((", ["https://a.example/((("]],
  [
    "https://a.example/x?y=1&z=(2)，https://b.example/。",
    ["https://a.example/x?y=1&z=(2)", "https://b.example/"],
  ],
  ["https://a.example/\u200b坏", ["https://a.example/"]],
  ["https://", []],
])("of %s the addresses are %j", (text, addresses) => {
  const links = linked(text).filter((part) => typeof part !== "string");
  expect(links.map((part) => part.values[1])).toEqual(addresses);
});

test("many brackets are trimmed in no time that anybody notices", () => {
  expect(linked(`https://a.example/${")".repeat(5_000)}`)).toHaveLength(3);
});
