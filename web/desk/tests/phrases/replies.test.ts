import { expect, test } from "vitest";
import { Replies } from "../../src/phrases/replies.ts";
import type { Api } from "../../src/staff/api.ts";

const REPLIES = [
  { reply: "1", title: "年费说明", text: "年费按年收取。", initials: "nfsm", branch: null },
  { reply: "2", title: "开场白", text: "您好，我是{坐席}。", initials: "kcb", branch: "head" },
  { reply: "3", title: "年费减免", text: "刷满六次免年费。", initials: "nfjm", branch: "head" },
];

async function loaded(): Promise<Replies> {
  const api = { call: () => Promise.resolve({ replies: REPLIES, variables: { 坐席: "小李" } }) };
  const replies = new Replies(() => api as unknown as Api);
  await replies.load();
  return replies;
}

test.each([
  ["", ["1", "2", "3"]],
  ["年费", ["1", "3"]],
  ["nf", ["1", "3"]],
  ["NFJ", ["3"]],
  ["sm", ["1"]],
  ["您好", ["2"]],
  ["没有", []],
])("%j finds by title, initials and words", async (typed, ids) => {
  const found = (await loaded()).search(typed).map(({ reply }) => reply);
  expect([...found].sort()).toEqual(ids);
});

test("beginnings of titles come before words", async () => {
  expect((await loaded()).search("年费")[0]?.title).toMatch(/^年费/);
});

test("variables are filled, and what nobody fills stays as it is", async () => {
  const replies = await loaded();
  expect(replies.filled(REPLIES[1]!)).toBe("您好，我是小李。");
  expect(replies.filled({ ...REPLIES[0]!, text: "{余额}" })).toBe("{余额}");
});
