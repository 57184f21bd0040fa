import { expect, test } from "vitest";
import { readLevels, readWords, writeLevels } from "../../src/people/lines.ts";
import { inTree } from "../../src/people/model.ts";

test("levels are read a line, with the day on which they end or the mark of a licence", () => {
  expect(readLevels("fund 3\n\n  loan_2 1 2027-01-31  \ninsurance 2 *")).toEqual([
    { name: "fund", level: 3, hard: false, until: "" },
    { name: "loan_2", level: 1, hard: false, until: "2027-01-31" },
    { name: "insurance", level: 2, hard: true, until: "" },
  ]);
  expect(readLevels("")).toEqual([]);
});

test.each(["fund", "fund 6", "fund 0", "Fund 3", "fund 3 soon", "fund 3 2027-1-1", "fund 3 x *", "3 fund"])(
  "%s is no level",
  (line) => {
    expect(readLevels(`zh 5\n${line}`)).toBeNull();
  },
);

test("levels are written as they are read", () => {
  const text = "fund 3\nloan 1 2027-01-31\ninsurance 2 *";
  expect(writeLevels(readLevels(text) ?? [])).toBe(text);
});

test("words are separated by commas of either width, blanks and lines", () => {
  expect(readWords(" a,b，c、d\n e ")).toEqual(["a", "b", "c", "d", "e"]);
  expect(readWords("  ")).toEqual([]);
});

test("branches are read as a tree, also where what is above is out of sight", () => {
  const branches = [
    { branch_id: "sub", parent: "east", name: "支行" },
    { branch_id: "head", parent: null, name: "总行" },
    { branch_id: "east", parent: "head", name: "华东" },
    { branch_id: "far", parent: "unseen", name: "远" },
  ];
  expect(inTree(branches).map(({ branch_id, depth }) => [branch_id, depth])).toEqual([
    ["head", 0],
    ["east", 1],
    ["sub", 2],
    ["far", 0],
  ]);
});
