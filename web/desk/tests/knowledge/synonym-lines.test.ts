import fc from "fast-check";
import { expect, test } from "vitest";
import { groupsOf, matching, split, withGroup, withoutLine } from "../../src/knowledge/synonym-lines.ts";

const LIST = "# 安全\n密码 口令 # 含登录密码\n\n挂失 报失";

test("groups keep their lines, and remarks are no words", () => {
  expect(groupsOf(LIST)).toEqual([
    { line: 2, words: ["密码", "口令"], remark: "含登录密码" },
    { line: 4, words: ["挂失", "报失"], remark: "" },
  ]);
  expect(groupsOf("")).toEqual([]);
});

test("a line gets other words and keeps its remark, a new group comes last, a line goes", () => {
  expect(withGroup(LIST, 2, ["密码", "暗号"])).toBe("# 安全\n密码 暗号 # 含登录密码\n\n挂失 报失");
  expect(withGroup(`${LIST}\n\n`, 0, ["转账", "打款"])).toBe(`${LIST}\n转账 打款`);
  expect(withGroup("", 0, ["转账", "打款"])).toBe("转账 打款");
  expect(withoutLine(LIST, 4)).toBe("# 安全\n密码 口令 # 含登录密码\n");
});

test("whatever stands between words parts them", () => {
  expect(split(" 密码，口令、暗号;pin | 　码 ")).toEqual(["密码", "口令", "暗号", "pin", "码"]);
});

test("a search finds groups by any of their words, in either case", () => {
  const groups = groupsOf("手机银行 APP\n密码 口令");
  expect(matching(groups, "app").map((each) => each.line)).toEqual([1]);
  expect(matching(groups, " ").length).toBe(2);
  expect(matching(groups, "没有")).toEqual([]);
});

test("a change of one line leaves every other group as it was", () => {
  const word = fc.constantFrom("甲", "乙乙", "丙a", "丁");
  const line = fc.oneof(
    fc.array(word, { maxLength: 3 }).map((words) => words.join(" ")),
    fc.constant("# 备注"),
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.nat(), (lines, place) => {
      const text = lines.join("\n");
      const groups = groupsOf(text);
      const chosen = groups[place % (groups.length || 1)];
      if (!chosen) return;
      const others = groups.filter((each) => each !== chosen);
      const changed = groupsOf(withGroup(text, chosen.line, ["新", "词"]));
      expect(changed.filter((each) => each.line !== chosen.line)).toEqual(others);
      const left = groupsOf(withoutLine(text, chosen.line)).map((each) => each.words);
      expect(left).toEqual(others.map((each) => each.words));
    }),
  );
});
