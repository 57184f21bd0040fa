import { expect, test } from "vitest";
import { keptAt, percent, placed, type Point } from "../../src/knowledge/curve.ts";

const POINTS: readonly Point[] = [
  { threshold: 0.9, answered: 0.4, wrong: 0.01, hidden: 0.01, outside: 0 },
  { threshold: 0.5, answered: 0.8, wrong: 0.05, hidden: 0.06, outside: 0.01 },
  { threshold: 0.7, answered: 0.6, wrong: 0.02, hidden: 0.03, outside: 0.04 },
];

test.each([
  [{ wrong: 0.05, unfounded: 0.06, useless: 1 }, 0.5],
  [{ wrong: 0.05, unfounded: 0.05, useless: 1 }, 0.7],
  [{ wrong: 0.05, unfounded: 0.03, useless: 1 }, 0.9],
  [{ wrong: 0.02, unfounded: 1, useless: 1 }, 0.7],
])("%j is kept from %d on", (risks, threshold) => {
  expect(keptAt(POINTS, risks)?.threshold).toBe(threshold);
});

test("nothing is answered where no threshold keeps the risks", () => {
  expect(keptAt(POINTS, { wrong: 0, unfounded: 0, useless: 1 })).toBeNull();
  expect(keptAt([], { wrong: 1, unfounded: 1, useless: 1 })).toBeNull();
});

test("shares grow upwards, thresholds to the right, and both stay in the picture", () => {
  expect(placed(0, 0)).toEqual([12, 208]);
  expect(placed(1, 1)).toEqual([468, 12]);
  expect(placed(1.01, 2)).toEqual(placed(1, 1));
  expect(percent(0.0449)).toBe("4.5%");
});
