// @vitest-environment happy-dom

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LOOK_MS, shortCount, SOON_MS, WaitingWork } from "../../src/shell/waiting.ts";
import type { Api } from "../../src/staff/api.ts";

const look = vi.fn<(path: string) => Promise<unknown>>();
const told = vi.fn();
const found = (count: number): unknown => ({ waiting: { knowledge: count }, pages: {} });
const asked = (): number => look.mock.calls.length;
const flushed = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
let api: { look: typeof look; changed: () => void };
let work: WaitingWork;

beforeEach(() => {
  vi.useFakeTimers();
  look.mockReset().mockResolvedValue(found(1));
  told.mockReset();
  api = { look, changed: () => {} };
  work = new WaitingWork(api as unknown as Api, told);
});

afterEach(() => {
  work.follow(false);
  vi.useRealTimers();
});

test("it looks at once, every half minute, and after changes once", async () => {
  work.follow(true);
  work.follow(true);
  await flushed();
  expect([asked(), look.mock.calls[0]?.[0]]).toEqual([1, "/staff/waiting"]);
  expect(work.found.waiting).toEqual({ knowledge: 1 });
  await vi.advanceTimersByTimeAsync(LOOK_MS);
  expect(asked()).toBe(2);
  expect(told).toHaveBeenCalledTimes(1); // the number is the same
  api.changed();
  api.changed();
  await vi.advanceTimersByTimeAsync(SOON_MS);
  expect(asked()).toBe(3);
});

test("a page that is not seen asks nothing, and at once when it is seen again", async () => {
  work.follow(true);
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  await vi.advanceTimersByTimeAsync(2 * LOOK_MS);
  expect(asked()).toBe(1);
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event("visibilitychange"));
  expect(asked()).toBe(2);
});

test("what is known stays while the hub cannot be asked, and goes with whoever signs out", async () => {
  work.follow(true);
  await flushed();
  look.mockRejectedValueOnce(new Error("unreachable"));
  await vi.advanceTimersByTimeAsync(LOOK_MS);
  expect(work.found.waiting).toEqual({ knowledge: 1 });
  let answer = (_: unknown): void => {};
  look.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
  await vi.advanceTimersByTimeAsync(LOOK_MS);
  work.follow(false);
  answer(found(7));
  await vi.advanceTimersByTimeAsync(2 * LOOK_MS);
  expect([work.found.waiting, asked()]).toEqual([{}, 3]);
});

test("an answer that arrives late is not the newest", async () => {
  let late = (_: unknown): void => {};
  look.mockReturnValueOnce(new Promise((resolve) => (late = resolve)));
  look.mockResolvedValueOnce(found(2));
  work.follow(true);
  await vi.advanceTimersByTimeAsync(LOOK_MS);
  late(found(9));
  await flushed();
  expect(work.found.waiting).toEqual({ knowledge: 2 });
});

test("a badge has room for two digits", () => {
  expect([1, 99, 100, 5000].map(shortCount)).toEqual(["1", "99", "99+", "99+"]);
});
