import { expect, test } from "vitest";
import { spotAfter, spotAt } from "../../src/video/pointing.ts";

const BOX = { left: 100, top: 50, width: 800, height: 800 };

test("a spot is counted in the picture, not in the box that it stands in", () => {
  // 1600 x 800 in 800 x 800: the picture is 800 x 400, with 200 above it.
  expect(spotAt(BOX, 1600, 800, 100, 250)).toEqual({ x: 0, y: 0 });
  expect(spotAt(BOX, 1600, 800, 500, 450)).toEqual({ x: 5000, y: 5000 });
  expect(spotAt(BOX, 1600, 800, 900, 650)).toEqual({ x: 10_000, y: 10_000 });
});

test("beside the picture, and before there is one, is nowhere", () => {
  expect(spotAt(BOX, 1600, 800, 500, 200)).toBeNull();
  expect(spotAt(BOX, 0, 0, 500, 450)).toBeNull();
});

test("arrow keys move the spot, within the picture", () => {
  expect(spotAfter(null, "ArrowLeft")).toEqual({ x: 4800, y: 5000 });
  expect(spotAfter({ x: 9900, y: 0 }, "ArrowRight")).toEqual({ x: 10_000, y: 0 });
  expect(spotAfter({ x: 0, y: 0 }, "a")).toBeNull();
});
