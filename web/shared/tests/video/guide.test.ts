import { expect, test } from "vitest";
import {
  afterFilling,
  afterHearing,
  EMPTY_TABLE,
  type FormShown,
  type Heard,
} from "../../src/video/guide.ts";

const both = { zh: "标题", en: "Title" };
const form: FormShown = { kind: "form", form: "loan", title: both, fields: [] };
const page = (number: number): Heard => ({
  kind: "show",
  document: "risks",
  page: number,
  pages: 3,
  title: both,
  text: both,
});
const hear = (...said: Heard[]) => said.reduce(afterHearing, EMPTY_TABLE);

test("what was shown is replaced by what is shown next, and put away", () => {
  expect(hear(page(0), page(2)).shown).toMatchObject({ page: 2 });
  expect(hear(page(0), form).shown).toBe(form);
  expect(hear(form, { kind: "away" })).toEqual(EMPTY_TABLE);
});

test("which page the customer sees counts for the document that is shown", () => {
  expect(hear(page(1), { kind: "seen", document: "risks", page: 1 }).seen).toBe(1);
  expect(hear(page(1), { kind: "seen", document: "other", page: 1 }).seen).toBe(-1);
});

test("a proposal changes no value until the customer writes", () => {
  const table = hear(form, { kind: "propose", form: "loan", field: "purpose", value: "装修" });
  expect(table.values).toEqual({});
  const written = afterFilling(table, "purpose", "旅游");
  expect(written.values).toEqual({ purpose: "旅游" });
  expect(written.proposed).toEqual({});
});

test("a form that is opened again keeps what stands in it; another one begins empty", () => {
  const table = afterFilling(hear(form), "purpose", "旅游");
  expect(afterHearing(table, form).values).toEqual({ purpose: "旅游" });
  expect(afterHearing(table, { ...form, form: "other" }).values).toEqual({});
});

test("nothing is proposed to a form that was confirmed, or is not open", () => {
  const propose: Heard = { kind: "propose", form: "loan", field: "purpose", value: "装修" };
  const table = hear(form, { kind: "confirmed", form: "loan", code: "done" });
  expect(afterHearing(table, propose).proposed).toEqual({});
  expect(hear(page(0), propose).proposed).toEqual({});
});
