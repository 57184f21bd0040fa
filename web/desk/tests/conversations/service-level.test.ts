import { expect, test } from "vitest";
import { levelOf } from "../../src/conversations/service-level.ts";

test.each([
  [0, "ok"],
  [59, "ok"],
  [60, "attention"],
  [95, "attention"],
  [96, "danger"],
  [120, "late"],
  [9999, "late"],
])("after %i of 120 s: %s", (waited, level) => {
  expect(levelOf(waited, 120)).toBe(level);
});
