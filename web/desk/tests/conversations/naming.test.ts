import { describe, expect, it } from "vitest";
import { colleaguesLike, namedIn, namedSoFar, withName } from "../../src/conversations/naming.ts";

const ALL = [
  { id: "1", name: "王芳" },
  { id: "2", name: "王芳菲" },
  { id: "3", name: "李明" },
];

describe("colleagues who are named in a note", () => {
  it("are looked for behind an @ at the end", () => {
    expect(namedSoFar("请 @王")).toBe("王");
    expect(namedSoFar("请＠")).toBe("");
    expect(namedSoFar("请 @王芳 看")).toBeNull();
    expect(colleaguesLike(ALL, "芳").map(({ title }) => title)).toEqual(["王芳", "王芳菲"]);
    expect(withName("请 @王", "王芳")).toBe("请 @王芳 ");
  });

  it("are those whose whole name stands there, the longer one first", () => {
    expect(namedIn("@王芳菲 请看", ALL)).toEqual(["2"]);
    expect(namedIn("＠李明 和 @王芳 请看", ALL).sort()).toEqual(["1", "3"]);
    expect(namedIn("李明 请看", ALL)).toEqual([]);
  });
});
