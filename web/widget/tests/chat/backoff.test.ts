import { expect, test } from "vitest";
import { backoff } from "../../src/chat/backoff.ts";

test("the first try comes after half a second", () => {
  expect(backoff(1, 1012, () => 0.9)).toBe(500);
});

test("the span doubles, is shortened by chance to a half at least, and ends at 30 s", () => {
  expect(backoff(2, 1006, () => 0)).toBe(500);
  expect(backoff(2, 1006, () => 1)).toBe(1000);
  expect(backoff(5, 1006, () => 1)).toBe(8000);
  expect(backoff(60, 1006, () => 1)).toBe(30_000);
  expect(backoff(60, 1006, () => 0)).toBe(15_000);
});

test("too many chats: 30 s or more, from the first time on", () => {
  expect(backoff(1, 4429, () => 0)).toBe(30_000);
  expect(backoff(1, 4429, () => 0.99)).toBeGreaterThan(40_000);
});
