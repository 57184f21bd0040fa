import { expect, test } from "vitest";
import { fileSize } from "../../src/words/size.ts";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_000, "1 KB"],
  [1_240, "1.2 KB"],
  [84_600, "85 KB"],
  [8_000_000, "8 MB"],
  [15_000_000, "15 MB"],
  [2_340_000_000_000, "2340 GB"],
])("%d bytes are %s", (bytes, words) => {
  expect(fileSize(bytes)).toBe(words);
});
