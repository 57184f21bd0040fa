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

test("a token is renewed also under a clock that was set back", async () => {
  const tab = world.open();
  tab.session.write(text("m1"));
  await world.clock.advance(5000);
  const kept = JSON.parse(world.stored ?? "{}") as { token: { value: string; at: number } };
  world.kill(tab);
  const ahead = world.clock.now() + 10 * 365 * 86_400_000;
  world.stored = JSON.stringify({ ...kept, token: { ...kept.token, at: ahead } });
  world.open();
  await world.clock.advance(5000);
  const renewed = JSON.parse(world.stored ?? "{}") as { token: { value: string; at: number } };
  expect(renewed.token.value).not.toBe(kept.token.value);
  expect(renewed.token.at).toBeGreaterThan(ahead);
});

test("a greeting that the hub does not understand costs the place first, then the token, never the chat", async () => {
  const tab = world.open();
  tab.session.write(text("m1"));
  await world.clock.advance(5000);
  for (const _ of [1, 2]) {
    world.hub.closeNext = 4400;
    world.hub.cutAll(1012);
    await world.clock.advance(2000);
  }
  tab.session.write(text("m2"));
  await world.clock.advance(30_000);
  const shape = world.hub.hellos.map(({ token, after }) => [token !== null, after !== null]);
  expect(shape.slice(0, 3)).toEqual([
    [false, false],
    [true, true],
    [true, false],
  ]);
  expect(tab.session.view.drafts).toEqual([]);
  expect(world.storedTexts).toContain("m2");
});

test("that the last conversation is closed is known to who comes back", async () => {
  const tab = world.open();
  tab.session.write(text("m1"));
  await world.clock.advance(5000);
  tab.session.close();
  await world.clock.advance(1000);
  world.kill(tab);
  const again = world.open();
  await world.clock.advance(5000);
  expect(again.session.view.closed).toBe(true);
});

test("a stored message is known by its UUID in any case", async () => {
  const tab = world.open();
  world.hub.upperCase = true;
  tab.session.write(text("m1"));
  await world.clock.advance(5000);
  expect(tab.session.view.drafts).toEqual([]);
  expect(shown(tab)[0]).toBe("m1");
});
