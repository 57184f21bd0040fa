import { expect, test } from "vitest";
import { fault, figuresIn } from "../../src/knowledge/faults.ts";
import { ApiError } from "../../src/staff/api.ts";
import { speaker } from "../../src/words/index.ts";

const say = speaker("zh");
const DETAIL =
  "first to be mended: no_answer, literal_refused “10 元” (turn it into a value: 改成数值), literal_refused “3.5%” (turn it into a value: 改成数值)";

test("the figures for which a draft is refused are told with what to do", () => {
  expect(figuresIn(DETAIL)).toEqual(["10 元", "3.5%"]);
  const told = fault(new ApiError("not_ready", DETAIL), say);
  expect(told).toContain("10 元");
  expect(told).toContain("3.5%");
  expect(told).toContain("改成数值");
});

test("what else keeps a draft back is told without figures", () => {
  const told = fault(new ApiError("not_ready", "first to be mended: no_answer"), say);
  expect(told).toBe(say("kbNotReady"));
});
