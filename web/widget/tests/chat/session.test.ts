import { beforeEach, expect, test } from "vitest";
import { shown, text, textOf, World } from "../hub/world.ts";

let world: World;

beforeEach(() => {
  world = new World();
});

test("a question is stored once, answered, and receipts follow", async () => {
  const tab = world.open();
  tab.session.write(text("卡丢了"));
  expect(tab.session.view.drafts.map(textOf)).toEqual(["卡丢了"]);
  await world.clock.advance(5000);
  expect(shown(tab)).toEqual(["卡丢了", "answer to 1.1"]);
  expect(tab.session.view.drafts).toEqual([]);
  expect(tab.session.view.unread).toBe(1);
  tab.session.sawUpTo({ conversation: 1, seq: 2 });
  await world.clock.advance(1000);
  expect(world.hub.heard).toContainEqual({ type: "received", conversation: 1, seq: 2 });
  expect(world.hub.heard).toContainEqual({ type: "read", conversation: 1, seq: 2 });
  expect(tab.session.view.unread).toBe(0);
});

test("typing is told at most every 3 s; a closed conversation is shown as closed", async () => {
  const tab = world.open();
  tab.session.write(text("m1"));
  await world.clock.advance(3000);
  for (let key = 0; key < 5; key++) tab.session.typed("");
  await world.clock.advance(3100);
  tab.session.typed("");
  tab.session.close();
  await world.clock.advance(100);
  expect(world.hub.heard.filter((frame) => frame.type === "typing")).toHaveLength(2);
  expect(tab.session.view.closed).toBe(true);
  tab.session.write(text("m2"));
  await world.clock.advance(100);
  expect(tab.session.view.closed).toBe(false);
});
