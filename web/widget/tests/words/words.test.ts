import { expect, test } from "vitest";
import { en as enChat } from "../../src/words/en.ts";
import { enFiles, zhFiles } from "../../src/words/files.ts";
import { speaker } from "../../src/words/index.ts";
import { zh as zhChat } from "../../src/words/zh.ts";
import { readdirSync, readFileSync } from "node:fs";

const zh = { ...zhChat, ...zhFiles };
const en = { ...enChat, ...enFiles };
const words = Object.keys(zh) as (keyof typeof zh)[];
const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

test("both catalogues have the same words, none empty", () => {
  expect(words.length).toBeGreaterThan(40);
  expect(Object.keys(en).sort()).toEqual([...words].sort());
  for (const word of words) expect([word, zh[word].trim(), en[word].trim()]).not.toContain("");
});

test.each(words)("%s has the same holes in both languages", (word) => {
  expect(holes(en[word])).toEqual(holes(zh[word]));
});

test.each(words)("%s is set as Chinese is set", (word) => {
  const plain = zh[word].replace(/\{\w+\}/g, "");
  expect(plain).not.toMatch(/[,;:?!]|！/); // full-width punctuation, no exclamation marks
  expect(plain).not.toMatch(/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u); // a space between
  expect(plain).not.toContain("你");
});

test("every word is used somewhere", () => {
  const folders = ["../../src/frame/", "../../src/frame/attach/", "../../src/loader/", "../../src/words/"];
  const source = folders
    .flatMap((folder) =>
      readdirSync(new URL(folder, import.meta.url))
        .filter((name) => name.endsWith(".ts"))
        .map((name) => new URL(folder + name, import.meta.url)),
    )
    .filter((file) => !/\/words\/(zh|en|files)\.ts$/.test(file.pathname))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  expect(words.filter((word) => !source.includes(`"${word}"`))).toEqual([]);
});

test("values are filled in", () => {
  expect(speaker("zh")("newMessages", { count: 2 })).toBe("2 条新消息");
  expect(speaker("zh")("source", { title: "账户", date: "2026-11-01" })).toBe(
    "来源《账户》· 生效 2026-11-01",
  );
});
