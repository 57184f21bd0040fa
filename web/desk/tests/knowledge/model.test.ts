import { expect, test } from "vitest";
import fc from "fast-check";
import { readTags } from "../../src/knowledge/about.ts";
import { chosen, type Content, emptyContent, merge, questionsIn } from "../../src/knowledge/model.ts";

const DAY = "2026-01-01";

function content(change: Partial<Content> = {}): Content {
  return { ...emptyContent(DAY, ["卡丢了怎么办"]), topic: "卡片", answer: "请挂失。", ...change };
}

test("pasted lines are questions, without their numbers and points, each once", () => {
  expect(questionsIn("1. 卡丢了怎么办\n2、怎么挂失\n\n- 卡丢了怎么办\n  • 3.5% 是什么利率 ")).toEqual([
    "卡丢了怎么办",
    "怎么挂失",
    "3.5% 是什么利率",
  ]);
  expect(questionsIn(" \n")).toEqual([]);
});

test("what one alone changed is taken from either", () => {
  const before = content();
  const { merged, both } = merge(before, content({ title: "挂失" }), content({ answer: "请打电话。" }));
  expect(both).toEqual([]);
  expect(merged).toEqual(content({ title: "挂失", answer: "请打电话。" }));
});

test("what both changed is named, and the same change of both is none", () => {
  const mine = content({ answer: "我的。", title: "挂失" });
  const theirs = content({ answer: "对方的。", title: "挂失" });
  const found = merge(content(), mine, theirs);
  expect(found.both).toEqual(["answer"]);
  expect(chosen(found, mine, theirs, {}).answer).toBe("我的。");
  expect(chosen(found, mine, theirs, { answer: "theirs" }).answer).toBe("对方的。");
  expect(chosen(found, mine, theirs, { answer: "together" }).answer).toBe("我的。\n\n对方的。");
});

test("similar questions that either added stay, those that either took go", () => {
  const before = content({ questions: ["一", "二", "三"] });
  const mine = content({ questions: ["一", "三", "四"] });
  const theirs = content({ questions: ["二", "三", "五"] });
  const { merged, both } = merge(before, mine, theirs);
  expect([...merged.questions].sort()).toEqual(["三", "五", "四"].sort());
  expect(both).toEqual([]);
});

test("whom an article is for outlives a merge", () => {
  const before = content({ audiences: ["staff"], regions: ["上海"], segments: ["vip"] });
  const { merged } = merge(before, { ...before, title: "新" }, { ...before, answer: "新" });
  expect(merged).toMatchObject({ audiences: ["staff"], regions: ["上海"], segments: ["vip"] });
});

test("a merge with somebody who changed nothing is one's own content", () => {
  const words = fc.record({
    title: fc.string(),
    answer: fc.string(),
    questions: fc.uniqueArray(fc.string()),
    effective_to: fc.option(fc.constant("2027-01-01"), { nil: null }),
  });
  fc.assert(
    fc.property(words, words, (one, other) => {
      const before = content(one);
      const changed = content(other);
      for (const { merged, both } of [merge(before, changed, before), merge(before, before, changed)]) {
        expect(both).toEqual([]);
        expect({ ...merged, questions: [...merged.questions].sort() }).toEqual({
          ...changed,
          questions: [...changed.questions].sort(),
        });
      }
    }),
  );
});

test("tags stand between commas of either width, each once", () => {
  expect(readTags("热点， 卡片,热点、 ,")).toEqual(["热点", "卡片"]);
});
