import { expect, test } from "vitest";
import type { Draft } from "../../src/chat/outbox.ts";
import type { Author, Message, Segment } from "../../src/chat/protocol.ts";
import { chosenIds, rowsOf } from "../../src/frame/rows.ts";

const BOT: Author = { kind: "bot", name: "" };
const AGENT: Author = { kind: "agent", name: "李晓桥" };
const CUSTOMER: Author = { kind: "customer", name: "" };

function message(seq: number, author: Author, minute: number, more: Partial<Message> = {}): Message {
  return {
    conversation: 1,
    seq,
    direction: author.kind === "customer" ? "in" : "out",
    author,
    segments: [{ type: "text", text: String(seq), source: null }],
    at: new Date(Date.UTC(2026, 10, 1, 8, minute)).toISOString(),
    client_id: null,
    ...more,
  };
}

function draft(segment: Segment): Draft {
  const segments = [segment] as Draft["segments"];
  return { id: "d1", segments, at: Date.UTC(2026, 10, 1, 8, 3), owner: "t", stored: null, trouble: "" };
}

const kinds = (
  messages: readonly Message[],
  after: { conversation: number; seq: number } | null = null,
): string[] =>
  rowsOf({ messages, drafts: [] }, after).map((row) =>
    row.kind === "message" ? `${row.shown.key}${row.startsRun ? "*" : ""}` : row.kind,
  );

test("the time stands once per pause", () => {
  expect(kinds([message(1, BOT, 0), message(2, BOT, 4), message(3, BOT, 10)])).toEqual([
    "time",
    "1.1*",
    "1.2",
    "time",
    "1.3*",
  ]);
});

test("a run begins with each other speaker: bot and person are never mixed up", () => {
  const talk = [
    message(1, CUSTOMER, 0),
    message(2, BOT, 1),
    message(3, BOT, 1),
    message(4, AGENT, 1),
    message(5, BOT, 1),
  ];
  expect(kinds(talk)).toEqual(["time", "1.1*", "1.2*", "1.3", "1.4*", "1.5*"]);
});

test("the unread line stands before the first message of the bank that was not seen", () => {
  const talk = [message(1, BOT, 0), message(2, CUSTOMER, 1), message(3, BOT, 1)];
  expect(kinds(talk, { conversation: 1, seq: 1 })).toEqual(["time", "1.1*", "1.2*", "unread", "1.3*"]);
});

test("a new conversation is marked", () => {
  expect(kinds([message(1, BOT, 0), message(1, BOT, 1, { conversation: 2 })])).toEqual([
    "time",
    "1.1*",
    "conversation",
    "2.1*",
  ]);
});

test("a draft and the stored message that replaces it have the same key", () => {
  const before = rowsOf({ messages: [], drafts: [draft({ type: "text", text: "m", source: null })] }, null);
  const after = rowsOf({ messages: [message(1, CUSTOMER, 0, { client_id: "d1" })], drafts: [] }, null);
  expect(before.at(-1)?.key).toBe("d1");
  expect(after.at(-1)?.key).toBe("d1");
});

test("an option counts as chosen as soon as it is on its way", () => {
  expect([...chosenIds({ messages: [], drafts: [draft({ type: "choice", id: "c1", label: "a" })] })]).toEqual(
    ["c1"],
  );
});
