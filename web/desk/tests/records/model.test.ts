import { expect, test } from "vitest";
import { doable, type Request } from "../../src/records/model.ts";

const may = (): boolean => true;
const request = (more: Partial<Request>): Request => ({
  request_id: "r",
  kind: "erase",
  who: "0".repeat(24),
  customer: "000000",
  reason: "customer",
  reference: "DSAR-1",
  state: "asked",
  asker: "王芳",
  asked_at: "2026-11-29T00:00:00Z",
  decider: "",
  decided_at: null,
  mine: false,
  ready_until: null,
  outcome: { rows: [], files: 0, in_logs: 0, left: [], why: "" },
  ...more,
});

test("nobody approves what they asked for, but they take it back", () => {
  expect(doable(request({ mine: true }), may)).toEqual({ approve: false, close: true, take: false });
  expect(doable(request({}), may)).toEqual({ approve: true, close: true, take: false });
});

test("who may not approve can do nothing with what waits", () => {
  expect(doable(request({}), (right) => right !== "records.approve").close).toBe(false);
});

test("an export is taken by who asked, while it is ready", () => {
  const ready = { kind: "export", state: "done", ready_until: "2026-12-06T00:00:00Z" } as const;
  expect(doable(request({ ...ready, mine: true }), may).take).toBe(true);
  expect(doable(request(ready), may).take).toBe(false);
  expect(doable(request({ ...ready, mine: true, ready_until: null }), may).take).toBe(false);
});
