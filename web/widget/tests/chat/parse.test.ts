import fc from "fast-check";
import { expect, test } from "vitest";
import { parseFrame } from "../../src/chat/parse.ts";

const message = {
  conversation: 1,
  seq: 2,
  direction: "out",
  author: { kind: "bot", name: "" },
  segments: [
    { type: "video", url: "x" },
    { type: "text", text: "a", source: { title: "t", effective_from: "2026-11-01", version: 1 } },
  ],
  at: "2026-11-01T08:00:00.123Z",
  status: "sent",
  reply_to: 1,
  client_id: null,
};

test("a kind of segment that is not known keeps its message", () => {
  const frame = parseFrame(JSON.stringify({ type: "message", message }));
  expect(frame).toMatchObject({
    type: "message",
    message: {
      seq: 2,
      segments: [{ type: "unknown" }, { type: "text", source: { title: "t", effective_from: "2026-11-01" } }],
    },
  });
});

test.each([
  { ...message, seq: 0 },
  { ...message, seq: "2" },
  { ...message, conversation: 1.5 },
  { ...message, direction: "up" },
  { ...message, author: { kind: "alien" } },
])("a message without a place or an author is no message", (broken) => {
  expect(parseFrame(JSON.stringify({ type: "message", message: broken }))).toBeNull();
});

test("a kind of frame that is not known is passed over", () => {
  expect(parseFrame('{"type":"weather"}')).toBeNull();
  expect(parseFrame("not json")).toBeNull();
});

test("whatever comes, reading does not throw", () => {
  const kinds = fc.constantFrom(
    "welcome",
    "message",
    "caught_up",
    "older",
    "ack",
    "refused",
    "event",
    "rated",
    "suggestions",
    "pong",
  );
  fc.assert(
    fc.property(kinds, fc.dictionary(fc.string(), fc.jsonValue()), (type, rest) => {
      const frame = parseFrame(JSON.stringify({ ...rest, type }));
      expect(frame === null || frame.type === type).toBe(true);
    }),
  );
});
