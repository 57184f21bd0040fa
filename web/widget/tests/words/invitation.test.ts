import { expect, test } from "vitest";
import {
  customerOf,
  invitedOne,
  keptOf,
  leftOne,
  refusedOne,
  sentOne,
  wantsInvitation,
  withKept,
} from "../../src/invite/memory.ts";
import { invitation } from "../../src/invite/words.ts";

const NEVER = keptOf(null, "");
const twice = leftOne(leftOne(NEVER, "loan", "2026-11-29"), "loan", "2026-11-29");

test("the same form left twice on one day invites, once a day", () => {
  expect(wantsInvitation(twice, "2026-11-29")).toBe(true);
  expect(wantsInvitation(leftOne(NEVER, "loan", "2026-11-29"), "2026-11-29")).toBe(false);
  expect(
    wantsInvitation(leftOne(leftOne(NEVER, "loan", "2026-11-29"), "card", "2026-11-29"), "2026-11-29"),
  ).toBe(false);
  expect(
    wantsInvitation(leftOne(leftOne(NEVER, "loan", "2026-11-28"), "loan", "2026-11-29"), "2026-11-29"),
  ).toBe(false);
  const again = leftOne(leftOne(invitedOne(twice, "2026-11-29"), "loan", "2026-11-29"), "loan", "2026-11-29");
  expect(wantsInvitation(again, "2026-11-29")).toBe(false);
  expect(wantsInvitation(sentOne(twice, "loan"), "2026-11-29")).toBe(false);
});

test("who said no is left in peace for thirty days", () => {
  const refused = refusedOne(twice, "2026-11-01");
  const left = (day: string) => leftOne(leftOne(refused, "loan", day), "loan", day);
  expect(wantsInvitation(left("2026-12-01"), "2026-12-01")).toBe(false);
  expect(wantsInvitation(left("2026-12-02"), "2026-12-02")).toBe(true);
});

test("what is kept stays small, and what cannot be meant is nothing", () => {
  let kept = NEVER;
  for (let number = 0; number < 100; number += 1) kept = leftOne(kept, `form-${number}`, "2026-11-29");
  expect(Object.keys(kept.left).length).toBeLessThanOrEqual(20);
  for (const entry of ["null", "[]", "7", '{"left":{"<b>":2,"a":"x"},"invited":"now"}'])
    expect(keptOf(`[["",${entry}]]`, "")).toEqual(NEVER);
  for (const text of ["", "null", "[]", "7", "{}", '[["a"],"b",[1,{}]]', "["])
    expect(keptOf(text, "")).toEqual(NEVER);
});

test("what is kept of one customer does not count for another at the same browser", () => {
  let text = withKept(null, "c-1", refusedOne(twice, "2026-11-29"));
  text = withKept(text, "c-2", twice);
  expect(keptOf(text, "c-1").refused).toBe("2026-11-29");
  expect(wantsInvitation(keptOf(text, "c-2"), "2026-11-29")).toBe(true);
  expect(keptOf(text, "")).toEqual(NEVER);
  for (let number = 0; number < 100; number += 1) text = withKept(text, `n-${number}`, twice);
  expect((JSON.parse(text) as unknown[]).length).toBe(20);
  expect(keptOf(text, "n-99")).toEqual(twice);
  expect(keptOf(withKept(text, "__proto__", twice), "__proto__")).toEqual(twice);
  expect(customerOf("8f3-A_b")).toBe("8f3-A_b");
  for (const name of [undefined, "", "<b>", "张三", "x".repeat(65)]) expect(customerOf(name)).toBe("");
});

test("the invitation speaks both languages", () => {
  const { zh, en } = invitation;
  expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  for (const words of Object.values(zh)) expect(words).not.toMatch(/[,;:?!]|你/);
});
