import { expect, test } from "vitest";
import { AFTER_MS, BEFORE_MS, Covers, type Place, readHandle } from "../../src/video/covering.ts";
import { writeHandle } from "../../src/video/naming.ts";

const HERE: Place = [100, 200, 300, 400];
const THERE: Place = [5000, 5000, 10, 10];

test("what a page names is read again", () => {
  expect(readHandle(writeHandle([HERE, THERE]))).toEqual([HERE, THERE]);
  expect(readHandle(writeHandle([]))).toEqual([]);
});

test("too many places are the whole page, never some of them", () => {
  const many = Array.from({ length: 200 }, (_, index): Place => [index, index, 10, 10]);
  expect(readHandle(writeHandle(many))).toEqual([[0, 0, 10_000, 10_000]]);
});

test.each([undefined, "", "other", "yq1:1,2,3", "yq1:1,2,3,x"])("%s tells nothing", (handle) => {
  expect(readHandle(handle)).toBeNull();
});

test("a frame is covered where its page was private shortly before and after", () => {
  const covers = new Covers();
  covers.note([HERE], 0);
  covers.note([THERE], 1000);
  expect(covers.around(1000 - AFTER_MS)).toEqual([HERE, THERE]);
  expect(covers.around(1000 + BEFORE_MS)).toEqual([HERE, THERE]);
  expect(covers.around(1000 + BEFORE_MS + 1)).toEqual([THERE]);
  expect(covers.around(1000 - AFTER_MS - 1)).toEqual([HERE]);
});

test("where the page told nothing near a frame, nothing is known of it", () => {
  const covers = new Covers();
  expect(covers.around(0)).toBeNull();
  covers.note([], 0);
  expect(covers.around(10)).toEqual([]);
  covers.note(null, 100);
  expect(covers.around(50)).toBeNull();
  expect(covers.known).toBe(false);
});
