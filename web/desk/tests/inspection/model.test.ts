import { expect, test } from "vitest";
import { doable, type Sheet } from "../../src/inspection/model.ts";

const everything = (): boolean => true;

function sheet(more: Partial<Sheet>): Sheet {
  return {
    sheet_id: "1",
    conversation: "a.1",
    state: "drawn",
    agent: "李明",
    mine: false,
    scored_by_me: false,
    scores: {},
    total: null,
    remark: "",
    scorer: "",
    appeal: "",
    decision: "",
    decider: "",
    drawn_at: "2026-11-01T12:00:00Z",
    ...more,
  };
}

test("somebody else scores, the agent appeals, and who scored does not decide", () => {
  expect(doable(sheet({}), everything)).toBe("score");
  expect(doable(sheet({ state: "scored" }), everything)).toBe("score");
  expect(doable(sheet({ state: "scored", mine: true }), everything)).toBe("appeal");
  expect(doable(sheet({ mine: true }), everything)).toBeNull();
  expect(doable(sheet({ state: "appealed" }), everything)).toBe("decide");
  expect(doable(sheet({ state: "appealed", scored_by_me: true }), everything)).toBeNull();
  expect(doable(sheet({ state: "decided" }), everything)).toBeNull();
});

test("nothing is done without the right", () => {
  for (const state of ["drawn", "scored", "appealed"] as const)
    expect(doable(sheet({ state }), () => false)).toBeNull();
  expect(doable(sheet({ state: "scored", mine: true }), (right) => right === "inspection.score")).toBeNull();
});
