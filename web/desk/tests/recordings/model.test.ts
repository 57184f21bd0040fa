import { expect, test } from "vitest";
import { clock, lackWords, linesOf, type Opened, placeIn, wordsTold } from "../../src/recordings/model.ts";
import { speaker } from "../../src/words/index.ts";

const say = speaker("zh");
const STEP = {
  step: "fees",
  zh: "讲明费率",
  en: "Fees",
  result: "done",
  at_ms: 61_000,
  answer: "",
  faces_by: "",
  provider: "",
  proof: null,
} as const;

const OPENED = {
  begins_ms: 2000,
  steps: [STEP, { ...STEP, step: "signature", zh: "签署", at_ms: null, result: "" }],
  said: [{ side: "customer", at_ms: 30_000, text: "年费多少" }],
  happened: [{ at_ms: 40_000, kind: "lost", side: "customer" }],
} as unknown as Opened;

test("times are those of a player", () => {
  expect([clock(0), clock(61_999), clock(3_600_000), clock(-5)]).toEqual([
    "00:00",
    "01:01",
    "1:00:00",
    "00:00",
  ]);
});

test("a jump goes two seconds before, and never before the beginning", () => {
  expect(placeIn(OPENED, 61_000)).toBe(57);
  expect(placeIn(OPENED, 2500)).toBe(0);
});

test("what is missing is said in words, and what no form fits is said as it is", () => {
  expect(lackWords("customer's video is missing from 30000 to 60000 ms", say)).toBe(
    "客户的画面缺失：00:30 至 01:00",
  );
  expect(lackWords("step fees is missing", say, OPENED.steps)).toBe("步骤没有完成：讲明费率");
  expect(lackWords("step fees failed at 61000 ms", say, OPENED.steps)).toBe("步骤未通过：讲明费率");
  expect(lackWords("x.webm is not what was sealed", say)).toContain("x.webm");
});

test("steps, words and lost lines stand in one order and are searched together", () => {
  expect(linesOf(OPENED, "", say, "zh").map(({ what }) => what)).toEqual(["said", "happened", "step"]);
  expect(linesOf(OPENED, "费", say, "zh").map(({ at_ms }) => at_ms)).toEqual([30_000, 61_000]);
  expect(linesOf(OPENED, "没有这个", say, "zh")).toEqual([]);
});

test("who saw the faces is said, and a demonstration is not taken for a model", () => {
  const line = (faces_by: string, provider: string): string | undefined =>
    linesOf(
      { ...OPENED, said: [], happened: [], steps: [{ ...STEP, faces_by, provider }] } as Opened,
      "",
      say,
      "zh",
    )[0]?.text;
  expect(line("model", "某行视觉")).toBe("讲明费率（模型检测：某行视觉）");
  expect(line("model", "DEMO")).toBe("讲明费率（演示检测，不具证明效力）");
  expect(line("agent", "")).toBe("讲明费率（坐席确认，未经模型检测）");
  expect(line("", "")).toBe("讲明费率");
});

test("how a card came in and what the check of it said stand at its step", () => {
  const proof = { provider: "某行核身", score: 97, face_score: 91, liveness_score: null, document_by: "ocr" };
  const steps = [{ ...STEP, proof }];
  const [line] = linesOf({ ...OPENED, said: [], happened: [], steps } as unknown as Opened, "", say, "zh");
  expect(line?.text).toBe(
    "讲明费率（核验方：某行核身，证件自动识别，核验得分 97，人脸比对 91，活体检测 未检测）",
  );
});

test("what there is to say of the transcript", () => {
  const told = (words: string, by = "", demo = false, said: readonly unknown[] = [1]): string =>
    wordsTold({ words, words_by: by, words_demo: demo, said } as unknown as Opened, say);
  expect(told("off")).toContain("未配置语音识别");
  expect(told("waiting")).toContain("还没有完成");
  expect(told("failed")).toContain("没有完成");
  expect(told("made", "某行听写")).toContain("某行听写");
  expect(told("made", "某行听写", false, [])).toContain("没有听到谈话");
  expect(told("made", "DEMO", true)).toContain("演示");
});
