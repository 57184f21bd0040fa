import { expect, test } from "vitest";
import { readdirSync, readFileSync } from "node:fs";
import { catalogues } from "../../src/words/index.ts";

const { zh, en } = catalogues;
const words = Object.keys(zh) as (keyof typeof zh)[];
const holes = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

test("both catalogues have the same words, none empty", () => {
  expect(words.length).toBeGreaterThan(30);
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
});

test("no word stands in two of the files that make up a catalogue", () => {
  const folder = new URL("../../src/words/", import.meta.url);
  const files = readdirSync(folder).filter((name) => /^zh(-[a-z]+)?\.ts$/.test(name));
  const found = files.flatMap((name) =>
    [...readFileSync(new URL(name, folder), "utf8").matchAll(/^ {2}(\w+):/gm)].map((match) => match[1]),
  );
  expect(files.length).toBeGreaterThan(2);
  expect(found.length).toBe(words.length);
  expect(found.filter((word, at) => found.indexOf(word) !== at)).toEqual([]);
});

test("every word is used somewhere", () => {
  const root = new URL("../../src/", import.meta.url);
  const source = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !/words\/(zh|en)[a-z-]*\.ts$/.test(name))
    .map((name) => readFileSync(new URL(name, root), "utf8"))
    .join("\n");
  expect(words.filter((word) => !source.includes(`"${word}"`))).toEqual([]);
});
