import { expect, test } from "vitest";
import { ruleOf } from "../../src/diversion/editor.ts";
import {
  conditionsInWords,
  factsInWords,
  newRule,
  type ShownRule,
  stateOf,
} from "../../src/diversion/model.ts";
import { speaker } from "../../src/words/index.ts";

const say = speaker("zh");

function form(values: Readonly<Record<string, string | readonly string[]>>): FormData {
  const filled = new FormData();
  for (const [name, value] of Object.entries(values))
    for (const each of [value].flat()) filled.append(name, each);
  return filled;
}

function shown(more: Partial<ShownRule>): ShownRule {
  return {
    rule_id: "r-1",
    revision: 1,
    live: null,
    version: 0,
    draft: null,
    draft_by: "",
    draft_at: null,
    own_draft: false,
    fired: 0,
    ...more,
  };
}

test("what is left empty is no condition", () => {
  const rule = ruleOf(form({ name: "老年客户", place: "30", age_from: "65", kind: "person" }));
  expect(rule.conditions).toEqual({ ...newRule([]).conditions, age_from: 65 });
  expect(conditionsInWords(rule.conditions, say)).toEqual(["65–… 岁"]);
});

test("a form and its words say the same", () => {
  const rule = ruleOf(
    form({
      name: "夜间",
      place: "5",
      channels: ["webchat", "sms"],
      tiers: "gold，platinum",
      mood_from: "3",
      days: ["1", "5"],
      start: "22:00",
      end: "06:00",
      kind: "leave_message",
    }),
  );
  expect(rule.conditions.tiers).toEqual(["gold", "platinum"]);
  expect(conditionsInWords(rule.conditions, say)).toEqual([
    `渠道 ${say("channelWebchat")}、${say("channelSms")}`,
    "客户等级 gold、platinum",
    "非常激动",
    "周一、周五 22:00–06:00",
  ]);
});

test("days alone mean the whole day", () => {
  expect(ruleOf(form({ days: ["6", "7"] })).conditions.hours).toEqual({
    days: [6, 7],
    start: "00:00",
    end: "23:59",
  });
});

test("a new rule stands behind the others, and a draft beside what applies is told", () => {
  const rule = { ...newRule([]), place: 40 };
  expect(newRule([shown({ live: rule })]).place).toBe(50);
  expect(stateOf(shown({ live: rule }))).toBe("divLive");
  expect(stateOf(shown({ live: rule, draft: rule }))).toBe("divLiveChanged");
  expect(stateOf(shown({ draft: rule }))).toBe("divDraft");
});

test("the log says what was seen, and leaves out what weighs nothing", () => {
  const seen = { channel: "sms", age: "70-79", mood: 0, failures: 2, earlier: ["complain"], unheard: 1 };
  expect(factsInWords(seen, say)).toEqual([
    `渠道 ${say("channelSms")}`,
    "年龄 70-79",
    "之前的意图 complain",
    "连续答不上来（次） 2",
  ]);
});
