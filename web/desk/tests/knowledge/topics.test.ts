import { expect, test } from "vitest";
import { topicCalled } from "../../src/knowledge/topics.ts";

const NAMES = { accounts: { zh: "账户", en: "Accounts" }, cards: { zh: "借记卡", en: "Debit cards" } };

test.each([
  ["账户", "accounts"],
  [" debit cards ", "cards"],
  ["cards", "cards"],
  ["校园卡", "校园卡"],
])("%s means the category %s", (written, topic) => {
  expect(topicCalled(written, NAMES)).toBe(topic);
});
