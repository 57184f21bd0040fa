import { beforeEach, expect, test, vi } from "vitest";
import { text, World } from "../hub/world.ts";

let world: World;

beforeEach(() => {
  world = new World();
});

test("a message that the bank cannot answer now waits as long as it is told, and is then sent by itself", async () => {
  const tab = world.open();
  await world.clock.advance(1000);
  const full = vi
    .spyOn(world.hub, "accept")
    .mockImplementation((line, id) =>
      line.tell({ type: "refused", id, code: "overloaded", retry_after_s: 12 }),
    );
  tab.session.write(text("m1"));
  await world.clock.advance(500);
  expect(tab.session.view.busy).toEqual({ what: "message", seconds: 12, told: 12 });
  await world.clock.advance(5000);
  expect(tab.session.view.busy).toEqual({ what: "message", seconds: 7, told: 12 });
  expect(full).toHaveBeenCalledTimes(1);
  expect(tab.session.view.drafts).toHaveLength(1);
  full.mockRestore();
  await world.clock.advance(8000);
  expect(world.storedTexts).toEqual(["m1"]);
  expect(tab.session.view.busy).toBeNull();
});

test("what else is written meanwhile waits behind it", async () => {
  const tab = world.open();
  await world.clock.advance(1000);
  const full = vi
    .spyOn(world.hub, "accept")
    .mockImplementation((line, id) =>
      line.tell({ type: "refused", id, code: "overloaded", retry_after_s: 5 }),
    );
  for (const words of ["m1", "m2", "m3"]) tab.session.write(text(words));
  await world.clock.advance(500);
  full.mockRestore();
  await world.clock.advance(10_000);
  expect(world.storedTexts).toEqual(["m1", "m2", "m3"]);
});

test("a new chat that is turned away comes again when it was told to, not sooner and not after 30 s", async () => {
  world.hub.turnAway = 12;
  const tab = world.open();
  await world.clock.advance(500);
  tab.session.write(text("m1"));
  expect(tab.session.view).toMatchObject({ phase: "waiting", busy: { what: "chat", told: 12 } });
  tab.session.probe(); // the page wakes up
  await world.clock.advance(11_000);
  expect(world.hub.hellos).toHaveLength(1);
  await world.clock.advance(2000);
  expect(world.hub.hellos).toHaveLength(2);
  expect(tab.session.view).toMatchObject({ phase: "online", busy: null });
  expect(world.storedTexts).toEqual(["m1"]);
});

test("who is turned away and finds the hub gone comes again as after any cut", async () => {
  world.hub.turnAway = 5;
  const tab = world.open();
  await world.clock.advance(500);
  world.hub.reachable = false;
  await world.clock.advance(6000);
  expect(tab.session.view).toMatchObject({ phase: "waiting", busy: null });
  world.hub.reachable = true;
  tab.session.probe();
  await world.clock.advance(500);
  expect(tab.session.view.phase).toBe("online");
});
