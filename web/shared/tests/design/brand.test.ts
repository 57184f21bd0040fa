import fc from "fast-check";
import { expect, test } from "vitest";
import { contrast, DEFAULT_BRAND, readableBrand } from "../../src/design/brand.ts";

test("contrast is that of WCAG", () => {
  expect(contrast("#000000")).toBeCloseTo(21, 5);
  expect(contrast("#ffffff")).toBeCloseTo(1, 5);
  expect(contrast("#767676")).toBeCloseTo(4.54, 2);
});

test("a readable colour stays as it is, what is no colour becomes the default", () => {
  expect(readableBrand("#0b6b74")).toBe("#0b6b74");
  expect(readableBrand("red; background: url(x)")).toBe(DEFAULT_BRAND);
  expect(readableBrand("")).toBe(DEFAULT_BRAND);
});

test("whatever the colour, white text on it reaches 4.5:1", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (number) => {
      const colour = readableBrand(`#${number.toString(16).padStart(6, "0")}`);
      expect(contrast(colour)).toBeGreaterThanOrEqual(4.5);
    }),
  );
});
