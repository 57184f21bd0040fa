import { expect, test } from "vitest";
import { type CaseState, deadlineOf, doable, type OpenedCase } from "../../src/cases/model.ts";

const NOW = Date.parse("2026-11-16T12:00:00Z");
const everything = (): boolean => true;

function opened(state: CaseState, more: Partial<OpenedCase> = {}): OpenedCase {
  return {
    case: {
      number: "TS-2222-2222",
      state,
      owner_id: "li",
      owner: "李明",
      branch: "east",
      channel: "webchat",
      created_at: "2026-11-01T12:00:00Z",
      due_at: "2026-11-16T12:00:00Z",
      is_overdue: true,
      is_escalated: false,
    },
    told: [],
    draft: "",
    draft_by: "",
    can_return: false,
    steps: [],
    ...more,
  };
}

test.each([
  ["2026-11-16T12:00:00Z", "late", 0],
  ["2026-11-15T11:00:00Z", "late", 90_000],
  ["2026-11-19T11:59:59Z", "soon", 259_199],
  ["2026-11-19T12:00:00Z", "ok", 259_200],
] as const)("what is due at %s is %s", (due_at, level, seconds) => {
  expect(deadlineOf({ state: "open", due_at }, NOW)).toEqual({ level, seconds });
});

test("who has a reply waits for nothing", () => {
  for (const state of ["replied", "closed"] as const)
    expect(deadlineOf({ state, due_at: "2026-11-01T12:00:00Z" }, NOW)).toBeNull();
});

test("who wrote a reply does not review it, and a case closes only with one", () => {
  const waits = opened("in_review", { draft: "已退回。", draft_by: "li" });
  expect(doable(waits, "li", everything)).toMatchObject({ review: false, othersReview: true, close: false });
  expect(doable(waits, "zhao", everything)).toMatchObject({ review: true, othersReview: false, take: true });
  expect(doable(waits, "zhao", (right) => right !== "cases.review").review).toBe(false);
  expect(doable(opened("replied"), "li", everything)).toMatchObject({ close: true, take: false });
});

test("nothing is done with what is closed, or without the right", () => {
  const no = { take: false, pass: false, giveBack: false, write: false, review: false, close: false };
  expect(doable(opened("closed", { can_return: true }), "zhao", everything)).toMatchObject(no);
  expect(doable(opened("open", { can_return: true }), "zhao", () => false)).toMatchObject(no);
});
