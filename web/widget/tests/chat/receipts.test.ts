import { beforeEach, expect, test } from "vitest";
import { text, World } from "../hub/world.ts";

let world: World;

beforeEach(() => {
  world = new World();
});

test("receipts name the bank's messages, again on each line, and never go back", async () => {
  const tab = world.open();
  tab.session.write(text("m1"));
  await world.clock.advance(5000);
  tab.session.sawUpTo({ conversation: 1, seq: 2 });
  tab.session.sawUpTo({ conversation: 1, seq: 1 });
  await world.clock.advance(1000);
  const receipts = (): unknown[] =>
    world.hub.heard.filter((frame) => frame.type === "read" || frame.type === "received");
  const both = [
    { type: "received", conversation: 1, seq: 2 },
    { type: "read", conversation: 1, seq: 2 },
  ];
  expect(receipts()).toEqual(both);
  world.hub.cutAll(1012);
  await world.clock.advance(2000);
  expect(receipts()).toEqual([...both, ...both]);
});
