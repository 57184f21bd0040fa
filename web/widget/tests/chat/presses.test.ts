import { beforeEach, expect, test } from "vitest";
import { PERSON_ID } from "../../src/chat/protocol.ts";
import { text, type Tab, World } from "../hub/world.ts";

const PERSON = { type: "choice", id: PERSON_ID, label: "转人工" } as const;
let world: World;
let tab: Tab;

beforeEach(async () => {
  world = new World();
  tab = world.open();
  await world.clock.advance(1000);
});

test("two presses within two seconds are one, later ones are another", async () => {
  const say = { type: "text", text: "挂失" } as const;
  tab.session.press(say);
  await world.clock.advance(1900);
  tab.session.press(say);
  await world.clock.advance(200);
  expect(world.storedTexts).toEqual(["挂失"]);
  tab.session.press(say);
  await world.clock.advance(1000);
  expect(world.storedTexts).toEqual(["挂失", "挂失"]);
});

test("what is typed twice is said twice", async () => {
  tab.session.write(text("1"));
  tab.session.write(text("1"));
  await world.clock.advance(1000);
  expect(world.storedTexts).toEqual(["1", "1"]);
});

test("a person is asked for once until the bank has spoken, in every tab", async () => {
  world.hub.replies = false;
  tab.session.press(PERSON);
  await world.clock.advance(5000);
  const other = world.open();
  await world.clock.advance(5000);
  for (const each of [tab, other]) {
    expect(each.session.view.personAsked).toBe(true);
    each.session.press(PERSON);
  }
  await world.clock.advance(5000);
  expect(world.storedTexts).toEqual(["转人工"]);
  world.hub.say(world.visitor, [{ type: "text", text: "没有人空闲", source: null }]);
  await world.clock.advance(1000);
  tab.session.press(PERSON);
  await world.clock.advance(1000);
  expect(world.storedTexts).toEqual(["转人工", "转人工"]);
});
