import { expect, test } from "vitest";
import { ORIGIN } from "../../src/chat/place.ts";
import type { Message } from "../../src/chat/protocol.ts";
import { Timeline } from "../../src/chat/timeline.ts";

function message(conversation: number, seq: number, clientId: string | null = null): Message {
  const author = { kind: "bot", name: "" } as const;
  return { conversation, seq, direction: "out", author, segments: [], at: "", client_id: clientId };
}

function settled(...places: readonly [number, number][]): Timeline {
  const timeline = new Timeline();
  for (const [conversation, seq] of places) timeline.add(message(conversation, seq));
  timeline.settle();
  return timeline;
}

test("a repeated message is dropped", () => {
  const timeline = settled([1, 1]);
  expect(timeline.add(message(1, 1))).toBe(false);
  expect(timeline.ordered).toHaveLength(1);
});

test("the order is that of places, not of arrival", () => {
  const timeline = settled([2, 1], [1, 10], [1, 9]);
  expect(timeline.ordered.map(({ conversation, seq }) => [conversation, seq])).toEqual([
    [1, 9],
    [1, 10],
    [2, 1],
  ]);
  expect(timeline.frontier).toEqual({ conversation: 2, seq: 1 });
});

test("a hole stops the frontier until it is filled", () => {
  const timeline = settled([1, 1]);
  timeline.add(message(1, 3));
  expect(timeline.gap).toBe(true);
  expect(timeline.frontier).toEqual({ conversation: 1, seq: 1 });
  timeline.add(message(1, 2));
  expect(timeline.gap).toBe(false);
  expect(timeline.frontier).toEqual({ conversation: 1, seq: 3 });
});

test("a new conversation counts as a hole until a catch-up confirms that the last one ended", () => {
  const timeline = settled([1, 1]);
  timeline.add(message(2, 1));
  expect(timeline.gap).toBe(true);
  timeline.settle();
  expect(timeline.gap).toBe(false);
});

test("of nothing, only the very first message follows without asking", () => {
  const timeline = settled();
  expect(timeline.frontier).toEqual(ORIGIN);
  timeline.add(message(2, 1));
  expect(timeline.gap).toBe(true);
  timeline.add(message(1, 1));
  expect(timeline.frontier).toEqual({ conversation: 1, seq: 1 });
});

test("an acknowledged message that did not come makes it incomplete, but is no gap", () => {
  const timeline = settled([1, 1]);
  timeline.expect({ conversation: 1, seq: 2 });
  expect([timeline.incomplete, timeline.gap]).toEqual([true, false]);
  timeline.add(message(1, 2));
  expect(timeline.incomplete).toBe(false);
});

test("what the hub no longer has is given up", () => {
  const timeline = settled([1, 1]);
  timeline.add(message(1, 5));
  timeline.giveUp();
  expect(timeline.incomplete).toBe(false);
  expect(timeline.frontier).toEqual({ conversation: 1, seq: 5 });
});

test("own messages are known by their id", () => {
  const timeline = settled();
  timeline.add(message(1, 1, "mine"));
  expect([timeline.hasOwn("mine"), timeline.hasOwn("other")]).toEqual([true, false]);
});

test("what is not shown fills its place", () => {
  const timeline = settled([1, 1]);
  timeline.add(message(1, 3));
  expect(timeline.gap).toBe(true);
  timeline.skip({ conversation: 1, seq: 2 });
  expect(timeline.frontier).toEqual({ conversation: 1, seq: 3 });
  expect(timeline.incomplete).toBe(false);
  expect(timeline.ordered).toHaveLength(2);
});

test("what is not shown tells that something before it is missing", () => {
  const timeline = settled([1, 1]);
  timeline.skip({ conversation: 1, seq: 3 });
  expect(timeline.incomplete).toBe(true);
  timeline.add(message(1, 2));
  expect(timeline.frontier).toEqual({ conversation: 1, seq: 3 });
});

test("a conversation may begin with what is not shown", () => {
  const timeline = settled([1, 1]);
  timeline.skip({ conversation: 2, seq: 1 });
  timeline.add(message(2, 2));
  timeline.settle();
  expect(timeline.frontier).toEqual({ conversation: 2, seq: 2 });
});

test("a message that came again replaces the one that is held, and adds nothing", () => {
  const timeline = settled([1, 1]);
  const again = { ...message(1, 1), at: "2026-11-01T08:00:00.000Z" };
  timeline.renew(again);
  timeline.renew(message(1, 9));
  expect(timeline.ordered).toEqual([again]);
});
