import fc from "fast-check";
import { expect, test } from "vitest";
import { parseFrame } from "../../src/chat/parse.ts";

const message = {
  conversation: 1,
  seq: 2,
  direction: "out",
  author: { kind: "bot", name: "" },
  segments: [
    { type: "hologram", url: "x" },
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
    "skipped",
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

const media = { id: "ab", mime: "image/png", bytes: 12, name: "a.png", width: 4, height: 3 };

test.each([
  [
    { type: "image", media, alt: "猫", url: "https://m/1" },
    { type: "image", media, alt: "猫", url: "https://m/1" },
  ],
  [
    { type: "file", media: { id: "ab" } },
    { type: "file", media: { id: "ab", mime: "", bytes: 0, name: "", width: 0, height: 0 }, url: "" },
  ],
  [
    { type: "voice", media, seconds: 3, text: "你好", url: "u" },
    { type: "voice", media, seconds: 3, text: "你好", url: "u" },
  ],
  [
    { type: "video", media, seconds: 3, url: "u" },
    { type: "video", media, seconds: 3, url: "u" },
  ],
  [{ type: "image", media: null }, { type: "unknown" }],
  [
    { type: "location", latitude: 1.5, longitude: 0, title: "网点", address: "路" },
    { type: "location", latitude: 1.5, longitude: 0, title: "网点", address: "路" },
  ],
  [{ type: "location", latitude: "1" }, { type: "unknown" }],
])("%j is read", (segment, read) => {
  const frame = parseFrame(JSON.stringify({ type: "message", message: { ...message, segments: [segment] } }));
  expect(frame).toMatchObject({ message: { segments: [read] } });
});

test("a card keeps three buttons at most, and of those it knows", () => {
  const say = (label: string) => ({ type: "say", label, text: label });
  const actions = [
    { type: "teleport", label: "x" },
    say("a"),
    { type: "call", label: "b" },
    say("c"),
    say("d"),
  ];
  const card = { type: "card", title: "t", text: "x", picture: null, actions };
  const frame = parseFrame(JSON.stringify({ type: "message", message: { ...message, segments: [card] } }));
  expect(frame).toMatchObject({
    message: {
      segments: [
        {
          type: "card",
          picture: null,
          picture_url: "",
          actions: [say("a"), { type: "call", label: "b", number: "" }, say("c")],
        },
      ],
    },
  });
});

test("places without a message are read live and in a page of history", () => {
  const place = { conversation: 1, seq: 3 };
  expect(parseFrame(JSON.stringify({ type: "skipped", ...place }))).toEqual({ type: "skipped", ...place });
  expect(parseFrame(JSON.stringify({ type: "skipped", conversation: 1 }))).toBeNull();
  const page = { type: "older", messages: [message, { type: "skipped", ...place }], more: false };
  expect(parseFrame(JSON.stringify(page))).toMatchObject({ messages: [{ seq: 2 }], skipped: [place] });
});

test("where the hub takes no files, or does not say which, there are no rules", () => {
  const welcome = (uploads: unknown) => parseFrame(JSON.stringify({ type: "welcome", token: "t", uploads }));
  expect(welcome({ bytes: 10, types: ["image/png", 7] })).toMatchObject({
    uploads: { bytes: 10, types: ["image/png"] },
  });
  for (const none of [null, undefined, {}, { bytes: 0, types: ["image/png"] }, { bytes: 10, types: [] }])
    expect(welcome(none)).toMatchObject({ uploads: null });
});
