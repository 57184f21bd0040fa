import { beforeEach, expect, test } from "vitest";
import { type Tab, World } from "../hub/world.ts";

let world: World;
let tab: Tab;

beforeEach(async () => {
  world = new World();
  world.hub.newest = 10;
  world.hub.replies = false;
  tab = world.open();
  tab.session.write({ type: "text", text: "m" });
  await world.clock.advance(500);
  for (let number = 0; number < 94; number++)
    world.hub.say(world.visitor, [{ type: "text", text: `${number}`, source: null }]);
  world.kill(tab);
  world.stored = world.stored?.replace(/"frontier":\{[^}]*\}/, '"frontier":null') ?? null; // begins anew
  tab = world.open();
  await world.clock.advance(1000);
});

test("older messages are fetched in pages and stand before the others", async () => {
  const { messages } = world.visitor;
  expect(tab.session.view.messages).toEqual(messages.slice(-10));
  expect(tab.session.view.moreBefore).toBe(true);
  tab.session.loadOlder();
  await world.clock.advance(1000);
  expect(tab.session.view.messages).toEqual(messages.slice(-20));
  for (let page = 2; page < 10; page++) {
    tab.session.loadOlder();
    await world.clock.advance(1000);
  }
  expect(tab.session.view.messages).toEqual(messages);
  expect(tab.session.view.moreBefore).toBe(false);
});

async function whole(most: number, wanted = () => true): Promise<string> {
  let extent = "";
  void tab.session.loadWhole(most, wanted).then((how) => (extent = how));
  await world.clock.advance(5000);
  return extent;
}

test("the whole conversation, page by page", async () => {
  expect(await whole(2000)).toBe("all");
  expect(tab.session.view.messages).toHaveLength(95);
  expect(tab.session.view.moreBefore).toBe(false);
});

test("no more than was wanted", async () => {
  expect(await whole(40)).toBe("most");
  expect(tab.session.view.messages).toHaveLength(40);
  expect(tab.session.view.moreBefore).toBe(true);
});

test("who closes the page loads nothing more", async () => {
  expect(await whole(2000, () => tab.session.view.messages.length < 30)).toBe("cut");
  expect(tab.session.view.messages).toHaveLength(30);
});

test("a cut ends it, and it can be begun again", async () => {
  const loading = tab.session.loadWhole(2000, () => true);
  world.hub.cutAll();
  expect(await loading).toBe("cut");
  await world.clock.advance(3000);
  expect(await whole(2000)).toBe("all");
  expect(tab.session.view.messages).toHaveLength(95);
});

test("a page of nothing to show is passed on the way back", async () => {
  for (let seq = 66; seq <= 85; seq++) world.hub.hidden.add(`1.${seq}`);
  for (let page = 0; page < 3; page++) {
    tab.session.loadOlder();
    await world.clock.advance(1000);
  }
  expect(tab.session.view.messages[0]?.seq).toBe(56);
  expect(tab.session.view.moreBefore).toBe(true);
});

test("what is kept from an earlier visit gets fresh addresses, and so does what was stale without a line", async () => {
  const media = { id: "ab", mime: "image/png", bytes: 1, name: "", width: 1, height: 1 };
  const pictures = (signature: string) =>
    ({ type: "image", media, alt: "", url: `https://m/ab?${signature}` }) as const;
  const sent = world.hub.say(world.visitor, [pictures("old")]);
  await world.clock.advance(1000);
  tab.session.stop();
  world.tabs.delete(tab.name);
  world.visitor.messages = world.visitor.messages.map((each) =>
    each.seq === sent.seq ? { ...each, segments: [pictures("fresh")] } : each,
  );
  const again = world.open();
  expect(again.session.view.messages.at(-1)?.segments).toEqual([pictures("old")]);
  again.session.renew(sent);
  await world.clock.advance(1000);
  expect(again.session.view.messages.at(-1)?.segments).toEqual([pictures("fresh")]);
  expect(world.hub.heard.filter((frame) => frame.type === "older")).toHaveLength(1);
});

test("addresses that hold no more are asked for once, and nothing else changes", async () => {
  const before = tab.session.view;
  const { messages } = world.visitor;
  world.visitor.messages = messages.map((message) => ({ ...message, at: "2026-11-28T00:00:00.000Z" }));
  const place = { conversation: 1, seq: 95 };
  tab.session.renew(place);
  tab.session.renew(place);
  await world.clock.advance(1000);
  tab.session.renew({ conversation: 1, seq: 90 });
  await world.clock.advance(1000);
  expect(world.hub.heard.filter((frame) => frame.type === "older")).toEqual([
    { type: "older", before: { conversation: 1, seq: 96 } },
  ]);
  expect(tab.session.view.messages).toEqual(world.visitor.messages.slice(-10));
  expect(tab.session.view.moreBefore).toBe(before.moreBefore);
});
