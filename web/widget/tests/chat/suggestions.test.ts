import { beforeEach, expect, test } from "vitest";
import { type Tab, World } from "../hub/world.ts";

let world: World;
let tab: Tab;

beforeEach(async () => {
  world = new World();
  tab = world.open();
  await world.clock.advance(1000);
});

const asked = () => world.hub.heard.flatMap((frame) => (frame.type === "suggest" ? [frame.text] : []));
const shown = () => tab.session.view.suggestions;

test("only where the typing rests is asked", async () => {
  for (const text of ["信", "信用", "信用卡 "]) {
    tab.session.typed(text);
    await world.clock.advance(100);
  }
  expect(asked()).toEqual([]);
  await world.clock.advance(300);
  expect(asked()).toEqual(["信用卡"]);
  expect(shown()).toEqual(["信用卡怎么办"]);
});

test("an answer to what was typed before is dropped", async () => {
  world.hub.suggested = null;
  tab.session.typed("信用");
  await world.clock.advance(200);
  tab.session.typed("房贷");
  await world.clock.advance(200);
  for (const line of world.hub.visitors[0]?.lines ?? [])
    line.tell({ type: "suggestions", id: 1, questions: ["信用卡怎么还款"] });
  await world.clock.advance(100);
  expect(asked()).toEqual(["信用", "房贷"]);
  expect(shown()).toEqual([]);
});

test("at most five, none empty, none twice", async () => {
  world.hub.suggested = () => ["a", "a", " ", "b", "c", "d", "e", "f"];
  tab.session.typed("x");
  await world.clock.advance(300);
  expect(shown()).toEqual(["a", "b", "c", "d", "e"]);
});

test.each([
  ["the field is empty", () => tab.session.typed(" ")],
  ["the text is long", () => tab.session.typed("长".repeat(51))],
  ["the question is sent", () => tab.session.write({ type: "text", text: "信用卡怎么办" })],
  ["they are put away", () => tab.session.dismissSuggestions()],
  ["the line is cut", () => world.hub.cutAll()],
])("none are left when %s", async (_, act) => {
  tab.session.typed("信用卡");
  await world.clock.advance(300);
  expect(shown()).toHaveLength(1);
  act();
  await world.clock.advance(20);
  expect(shown()).toEqual([]);
});

test("without an answer those of before do not stay", async () => {
  tab.session.typed("信用卡");
  await world.clock.advance(300);
  world.hub.suggested = null;
  tab.session.typed("信用卡还");
  await world.clock.advance(2000);
  expect(shown()).toEqual([]);
});

test("the bank's questions to begin with", () => {
  expect(tab.session.view.hot).toEqual(["银行卡丢了怎么办"]);
});
