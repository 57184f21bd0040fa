import { expect, test } from "vitest";
import { BEFORE_MS, Covers, type Place, readHandle } from "../../src/video/covering.ts";
import { writeHandle } from "../../src/video/naming.ts";

const HERE: Place = [100, 200, 300, 400];
const THERE: Place = [5000, 5000, 10, 10];

test("what a page names is read again", () => {
  expect(readHandle(writeHandle([HERE, THERE], 17))).toEqual({ at: 17, places: [HERE, THERE] });
  expect(readHandle(writeHandle([], 18))).toEqual({ at: 18, places: [] });
});

test("too many places are the whole page, never some of them", () => {
  const many = Array.from({ length: 200 }, (_, index): Place => [index, index, 10, 10]);
  expect(readHandle(writeHandle(many, 17))).toEqual({ at: 17, places: [[0, 0, 10_000, 10_000]] });
});

test.each([undefined, "", "other", "yq2:1,2,3", "yq2:1;1,2,3", "yq2:1;1,2,3,x", "yq1:1,2,3,4"])(
  "%s tells nothing",
  (handle) => {
    expect(readHandle(handle)).toBeNull();
  },
);

test("a frame waits for the page's next word, and is covered by all that was private until then", () => {
  const covers = new Covers();
  covers.note({ at: 0, places: [HERE] });
  expect(covers.around(900)).toBeUndefined();
  covers.note({ at: 1000, places: [THERE] });
  expect(covers.around(900)).toEqual([HERE, THERE]);
  expect(covers.around(1000)).toEqual([HERE, THERE]);
  expect(covers.around(1001)).toBeUndefined();
  covers.note({ at: 1000 + BEFORE_MS + 2, places: [THERE] });
  expect(covers.around(1000 + BEFORE_MS)).toEqual([HERE, THERE, THERE]);
  expect(covers.around(1000 + BEFORE_MS + 1)).toEqual([THERE, THERE]);
});

test("a word that comes late covers all the same", () => {
  const covers = new Covers();
  covers.note({ at: 0, places: [HERE] });
  covers.note({ at: 500, places: [THERE] }); // moved at 500; that it did is heard after the frame of 600 came
  expect(covers.around(600)).toBeUndefined();
  covers.note({ at: 700, places: [THERE] });
  expect(covers.around(600)).toEqual([HERE, THERE, THERE]);
});

test("where the page told nothing near a frame, nothing is known of it", () => {
  const covers = new Covers();
  expect(covers.around(0)).toBeNull();
  covers.note({ at: 0, places: [] });
  covers.note({ at: 20, places: [] });
  expect(covers.around(10)).toEqual([]);
  covers.note({ at: 100, places: null });
  expect(covers.around(50)).toBeNull();
  expect(covers.around(150)).toBeNull();
  expect(covers.known).toBe(false);
});
