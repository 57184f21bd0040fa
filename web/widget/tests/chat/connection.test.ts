import { beforeEach, expect, test, vi } from "vitest";
import { World } from "../hub/world.ts";

let world: World;

beforeEach(() => {
  world = new World();
});

test("a quiet line that lives is left alone", async () => {
  world.open();
  await world.clock.advance(10 * 60_000);
  expect(world.hub.hellos).toHaveLength(1);
  expect(world.hub.heard.filter((frame) => frame.type === "ping")).toHaveLength(29);
});

test("a page that may not embed the chat is told so, and nothing more is tried", async () => {
  world.hub.closeNext = 4403;
  const tab = world.open();
  await world.clock.advance(120_000);
  expect(tab.session.view.phase).toBe("barred");
  expect(world.hub.hellos).toHaveLength(1);
});

test("a line that died silently is noticed and replaced", async () => {
  const tab = world.open();
  await world.clock.advance(1000);
  const [line] = [...(world.hub.visitors[0]?.lines ?? [])];
  if (!line) throw new Error("nobody is connected");
  vi.spyOn(line, "tell").mockImplementation(() => {});
  await world.clock.advance(19_500);
  expect(tab.session.view.phase).toBe("online");
  await world.clock.advance(12_000);
  expect(world.hub.hellos).toHaveLength(2);
  expect(tab.session.view.phase).toBe("online");
});

test("on a line that answers late each next try waits longer, until one is answered", async () => {
  const tab = world.open();
  await world.clock.advance(1000);
  world.hub.late = 25_000; // longer than the first two tries wait
  world.hub.cutAll(1012);
  await world.clock.advance(120_000);
  expect(tab.session.view.phase).toBe("online");
  expect(world.hub.hellos.length).toBeLessThanOrEqual(5);
});
