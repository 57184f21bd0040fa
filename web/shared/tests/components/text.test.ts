import { expect, test } from "vitest";
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
