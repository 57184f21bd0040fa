import { beforeEach, expect, test, vi } from "vitest";
import { shown, text, World } from "../hub/world.ts";

let world: World;

beforeEach(() => {
  world = new World();
});

test("a token that another tab renewed is tried before a new visitor begins", async () => {
  const tab = world.open();
  tab.session.write(text("m1"));
  await world.clock.advance(5000);
  const kept = JSON.parse(world.stored ?? "{}") as { token: { value: string; at: number } };
  world.hub.refuseToken(kept.token.value);
  world.hub.cutAll(1012);
  await world.clock.advance(505); // it has said hello with the old token
  world.stored = JSON.stringify({ ...kept, token: { value: "renewed", at: kept.token.at + 1 } });
  world.hub.takeToken("renewed");
  await world.clock.advance(5000);
  expect(world.hub.hellos.map((hello) => hello.token)).toEqual([null, kept.token.value, "renewed"]);
  expect(shown(tab)).toHaveLength(2);
});

test("a bad token is forgotten: a new visitor, drafts stay", async () => {
  const tab = world.open();
  tab.session.write(text("old"));
  await world.clock.advance(5000);
  world.hub.expireTokens();
  world.hub.cutAll(1012);
  tab.session.write(text("new"));
  await world.clock.advance(10_000);
  expect(world.hub.hellos.map((hello) => hello.token === null)).toEqual([true, false, true]);
  expect(shown(tab)).toEqual(["new", "answer to 1.1"]);
});

test("two tabs opened at once become one visitor and show the same", async () => {
  const [one, two] = [world.open(), world.open()];
  one.session.write(text("from one"));
  await world.clock.advance(1000);
  two.session.write(text("from two"));
  await world.clock.advance(5000);
  expect(world.hub.visitors).toHaveLength(1);
  expect(shown(one)).toEqual(shown(two));
  expect(shown(one)).toHaveLength(4);
});

test("a tab takes over what a closed one could not send", async () => {
  const [one, two] = [world.open(), world.open()];
  await world.clock.advance(1000);
  vi.spyOn(world.hub, "accept").mockImplementationOnce(() => {});
  one.session.write(text("m1"));
  await world.clock.advance(100);
  world.kill(one);
  await world.clock.advance(60_000);
  expect(world.storedTexts).toEqual(["m1"]);
  expect(two.session.view.drafts).toEqual([]);
});

test("storage that fails stops nothing", async () => {
  world.storage = "fails";
  const tab = world.open();
  tab.session.setLarge(true);
  tab.session.write(text("m1"));
  await world.clock.advance(3000);
  world.hub.cutAll();
  await world.clock.advance(3000);
  tab.session.write(text("m2"));
  await world.clock.advance(3000);
  expect(world.storedTexts).toEqual(["m1", "m2"]);
  expect(world.hub.visitors).toHaveLength(1);
  expect(tab.session.view.large).toBe(true);
});
