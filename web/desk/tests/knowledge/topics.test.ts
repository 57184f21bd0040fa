import { expect, test } from "vitest";
import { type Category, namesOf, otherCalled, topicCalled } from "../../src/knowledge/topics.ts";

const NAMES = { accounts: { zh: "账户", en: "Accounts" }, cards: { zh: "借记卡", en: "Debit cards" } };

function category(topic: string, fields: Partial<Category> = {}): Category {
  return {
    topic,
    zh: "",
    en: "",
    articles: 0,
    whose: "house",
    branch_id: null,
    branch: "",
    writable: true,
    givable: false,
    strict: false,
    figures: 0,
    ...fields,
  };
}

test.each([
  ["账户", "accounts"],
  [" debit cards ", "cards"],
  ["Ｄebit cards", "cards"],
  ["cards", "cards"],
  ["校园卡", "校园卡"],
])("%s means the category %s", (written, topic) => {
  expect(topicCalled(written, NAMES)).toBe(topic);
});

test("an id is never another category's name", () => {
  const names = { ...NAMES, 账户: { zh: "对公账户", en: "Corporate" } };
  expect(topicCalled("账户", names)).toBe("账户");
});

test("only those that have a name are in the names", () => {
  expect(namesOf([category("cards", { zh: "借记卡", en: "Debit cards" }), category("x")])).toEqual({
    cards: { zh: "借记卡", en: "Debit cards" },
  });
});

test.each<[string[], string]>([
  [["信用卡", "Credit cards"], ""],
  [["账户 ", "x"], "accounts"],
  [["x", "accounts"], "accounts"],
  [["东区", "East"], "东区"],
  [["只有文章", "x"], ""],
])("who calls a category %s takes the name of “%s”", (wanted, other) => {
  const there = [
    category("accounts", { zh: "账户", en: "Accounts" }),
    category("cards", { zh: "借记卡", en: "Debit cards" }),
    category("东区", { whose: "branch", branch: "东区支行" }),
    category("只有文章", { articles: 3 }),
  ];
  expect(otherCalled("cards", wanted, there)).toBe(other);
});
