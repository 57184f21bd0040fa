import { beforeEach, expect, test } from "vitest";
import { text, World } from "../hub/world.ts";

let world: World;

beforeEach(() => {
  world = new World();
});

test("the typing sign comes when the hub says so and goes with the answer", async () => {
  const tab = world.open();
  world.hub.replies = false;
  tab.session.write(text("m1"));
  await world.clock.advance(1000);
  world.hub.show(world.visitor, "typing", { conversation: 1, seq: 1 });
  await world.clock.advance(50);
  expect(tab.session.view.typing).toBe(true);
  world.hub.show(world.visitor, "waiting", { conversation: 1, seq: 1 });
  await world.clock.advance(50);
  expect(tab.session.view.waiting).toBe(true);
  world.hub.say(world.visitor, [{ type: "text", text: "a", source: null }]);
  await world.clock.advance(50);
  expect([tab.session.view.typing, tab.session.view.waiting]).toEqual([false, false]);
});
