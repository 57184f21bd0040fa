import { expect, test } from "vitest";
import { hasBrokenLink, linkFault, withWholeLinks } from "../../src/knowledge/links.ts";
import { type Content, emptyContent } from "../../src/knowledge/model.ts";
import { caution, READER_FIELDS, readWords, seenBy } from "../../src/knowledge/readers.ts";
import { speaker } from "../../src/words/index.ts";

const say = speaker("zh");

function content(change: Partial<Content> = {}): Content {
  return { ...emptyContent("2026-01-01"), title: "挂失", ...change };
}

test("words for readers are the bank's codes, and others are told", () => {
  expect(readWords("sh，bj、sh gz;")).toEqual({ words: ["sh", "bj", "gz"], wrong: [] });
  expect(readWords("上海, vip_1.a-b")).toEqual({ words: ["vip_1.a-b"], wrong: ["上海"] });
  expect(readWords("x".repeat(65)).words).toEqual([]);
  expect(readWords(" ， ")).toEqual({ words: [], wrong: [] });
});

test("a sentence says who will see an article", () => {
  expect(seenBy(content(), say)).toBe("可见范围：所有渠道 · 所有客户");
  const some = content({ channels: ["webchat"], regions: ["sh", "bj"], segments: ["vip"] });
  expect(seenBy(some, say)).toBe("可见范围：网页 · 仅限地区为 sh、bj 且客群为 vip 的客户");
});

test("an editor who keeps an article to some is told how they are known", () => {
  expect(caution(content())).toBeNull();
  for (const field of READER_FIELDS) expect(caution(content({ [field]: ["vip"] }))).toBe("kbReadersTold");
});

const WHOLE = { title: "挂失", url: "https://bank.example/loss", description: "" };

test("a link has a name and an address of the web", () => {
  expect(linkFault(WHOLE)).toBeNull();
  expect(linkFault({ ...WHOLE, title: " " })).toBe("kbLinkNoTitle");
  for (const url of ["", "bank.example", "javascript:alert(1)", "https://", "https://a b", "ftp://a"])
    expect(linkFault({ ...WHOLE, url })).toBe("kbLinkAddress");
});

test("what is asked while somebody types leaves out links that are not whole", () => {
  const begun = content({ links: [WHOLE, { title: "", url: "", description: "" }] });
  expect(hasBrokenLink(begun)).toBe(true);
  expect(withWholeLinks(begun).links).toEqual([WHOLE]);
  const done = content({ links: [WHOLE] });
  expect(withWholeLinks(done)).toBe(done);
});
