import { expect, test } from "vitest";
import { type Plan, troubleOf } from "../../src/supervision/planned.ts";

const plan = (more: Partial<Plan>): Plan => ({
  plan_id: "p",
  by: "queue",
  every: "day",
  hour: 8,
  form: "csv",
  planner: "王芳",
  to: [],
  due_at: "2026-11-30T00:00:00Z",
  sent_at: null,
  code: "",
  waiting: 0,
  given_up: 0,
  ...more,
});

test("what went wrong is told by what can be done about it", () => {
  expect(troubleOf(plan({}))).toBe(null);
  expect(troubleOf(plan({ code: "no_address" }))).toBe("svPlanNoAddress");
  expect(troubleOf(plan({ code: "deadline_exceeded" }))).toBe("svPlanFailed");
  expect(troubleOf(plan({ given_up: 2 }))).toBe("svPlanGivenUp");
});

test("letters that wait are no failure", () => {
  expect(troubleOf(plan({ waiting: 1 }))).toBe(null);
});
