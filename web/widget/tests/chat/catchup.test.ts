import { beforeEach, expect, test } from "vitest";
import { shown, text, World } from "../hub/world.ts";

let world: World;

beforeEach(() => {
  world = new World();
});

test("when the hub does not know the place, its messages are the whole", async () => {
  const tab = world.open();
  tab.session.write(text("m1"));
  await world.clock.advance(5000);
  world.visitor.messages = [];
  world.hub.cutAll();
  await world.clock.advance(5000);
  expect(tab.session.view.messages).toEqual([]);
});

test("a hole that the hub cannot fill is not asked for for ever", async () => {
  const tab = world.open();
  tab.session.write(text("m1"));
  await world.clock.advance(5000);
  const { messages } = world.visitor;
  world.visitor.messages = [...messages, { ...(messages[1] as (typeof messages)[0]), seq: 9 }];
  for (const line of world.visitor.lines) line.tell({ type: "message", message: world.visitor.messages[2] });
  await world.clock.advance(60_000);
  expect(world.hub.heard.filter((frame) => frame.type === "resume")).toHaveLength(3);
  expect(shown(tab)).toHaveLength(3);
});
