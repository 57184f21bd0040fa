import fc from "fast-check";
import { expect, test } from "vitest";
import { readBlocks } from "../../src/chat/blocks.ts";
import { parseFrame } from "../../src/chat/parse.ts";

const span = (text: string, more: object = {}) => ({ text, strong: false, url: null, ...more });
const IMAGE = {
  type: "image",
  url: `/kb/media/${"a".repeat(64)}.png`,
  alt: "挂失按钮的位置",
  width: 720,
  height: 480,
};
const BLOCKS = [
  { type: "paragraph", spans: [span("请"), span("先挂失", { strong: true })] },
  {
    type: "items",
    ordered: true,
    items: [[span("打开手机银行")], [span("官网", { url: "https://a.example/" })]],
  },
  { type: "table", head: [[span("期限")], [span("利率")]], rows: [[[span("一年")], []]] },
  IMAGE,
];

test("every kind of block is read", () => {
  expect(readBlocks(BLOCKS)).toEqual([
    {
      type: "paragraph",
      spans: [
        { text: "请", strong: false, url: "" },
        { text: "先挂失", strong: true, url: "" },
      ],
    },
    {
      type: "items",
      ordered: true,
      items: [
        [{ text: "打开手机银行", strong: false, url: "" }],
        [{ text: "官网", strong: false, url: "https://a.example/" }],
      ],
    },
    {
      type: "table",
      head: [[{ text: "期限", strong: false, url: "" }], [{ text: "利率", strong: false, url: "" }]],
      rows: [[[{ text: "一年", strong: false, url: "" }], []]],
    },
    IMAGE,
  ]);
});

test.each([
  { type: "video" },
  { type: "paragraph", spans: "x" },
  { type: "table", head: [[span("a")], [span("b")]], rows: [[[span("c")]]] },
  { type: "table", head: [], rows: [] },
  { ...IMAGE, url: "https://tracker.example/x.png" },
  { ...IMAGE, url: "/kb/media/../../secret.png" },
  { ...IMAGE, width: 0 },
  null,
])("%j spoils them all: the plain text says everything", (broken) => {
  expect(readBlocks([BLOCKS[0], broken])).toEqual([]);
});

test("a text without blocks has none, and one with blocks keeps its text", () => {
  const segments = (blocks: unknown) => {
    const message = {
      conversation: 1,
      seq: 1,
      direction: "out",
      author: { kind: "bot" },
      segments: [{ type: "text", text: "请先挂失", blocks }],
    };
    const frame = parseFrame(JSON.stringify({ type: "message", message }));
    return frame?.type === "message" ? frame.message.segments[0] : null;
  };
  expect(segments([])).toEqual({ type: "text", text: "请先挂失", source: null });
  expect(segments([BLOCKS[0]])).toMatchObject({ text: "请先挂失", blocks: [{ type: "paragraph" }] });
});

test("whatever comes, reading does not throw", () => {
  const kinds = fc.constantFrom("paragraph", "items", "table", "image");
  fc.assert(
    fc.property(
      kinds,
      fc.dictionary(fc.constantFrom("spans", "items", "head", "rows", "url"), fc.jsonValue()),
      (type, rest) => {
        expect(Array.isArray(readBlocks([{ ...rest, type }]))).toBe(true);
      },
    ),
  );
});
