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

test("a place that is never shown is asked for no more than any other", async () => {
  const tab = world.open();
  tab.session.write(text("m1"));
  await world.clock.advance(5000);
  world.hub.hidden.add("1.3");
  const visitor = world.visitor;
  world.hub.say(visitor, [{ type: "text", text: "for the house", source: null }]);
  world.hub.say(visitor, [{ type: "text", text: "for the customer", source: null }]);
  await world.clock.advance(60_000);
  expect(world.hub.heard.filter((frame) => frame.type === "resume")).toEqual([]);
  expect(shown(tab)).toEqual(["m1", "answer to 1.1", "for the customer"]);
});

test("nor when it is the last, and the page is opened anew", async () => {
  const tab = world.open();
  tab.session.write(text("m1"));
  await world.clock.advance(5000);
  world.hub.hidden.add("1.3");
  world.hub.say(world.visitor, [{ type: "text", text: "for the house", source: null }]);
  await world.clock.advance(1000);
  tab.session.stop();
  world.tabs.delete(tab.name);
  const again = world.open();
  await world.clock.advance(60_000);
  expect(world.hub.hellos.at(-1)?.after).toEqual({ conversation: 1, seq: 3 });
  expect(world.hub.heard.filter((frame) => frame.type === "resume")).toEqual([]);
  expect(shown(again)).toEqual(["m1", "answer to 1.1"]);
});

test("messages that come slowly are left to come", async () => {
  const tab = world.open();
  tab.session.write(text("m1"));
  await world.clock.advance(5000);
  world.kill(tab);
  world.stored = null;
  for (let count = 0; count < 8; count++)
    world.hub.say(world.visitor, [{ type: "text", text: "…", source: null }]);
  world.hub.everyMs = 6_000; // fifty of them would take five minutes
  world.hub.takeToken("kept");
  world.stored = JSON.stringify({ v: 1, epoch: 1, token: { value: "kept", at: 1 } });
  const again = world.open();
  await world.clock.advance(90_000);
  expect(shown(again)).toHaveLength(10);
  expect(world.hub.hellos).toHaveLength(2);
});
