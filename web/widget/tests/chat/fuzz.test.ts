/** Random cuts, repeats, reorderings, refusals, reloads and tabs: nothing lost, nothing twice, in order. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { dice, type Tab, text, textOf, World } from "../hub/world.ts";
import { NO_FAULTS } from "../hub/fake-hub.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 300);

const faults = fc.record({
  cut: fc.constantFrom(0, 0.02, 0.1, 0.25),
  repeat: fc.constantFrom(0, 0.1, 0.5),
  reorder: fc.constantFrom(0, 0.2, 0.6),
  drop: fc.constantFrom(0, 0.05),
  refuse: fc.constantFrom(0, 0.2),
});

const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant("write" as const) },
  { weight: 4, arbitrary: fc.constant("wait" as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("say", "note", "close", "cut", "down", "reload", "kill", "open", "older"),
  },
);

interface Run {
  readonly world: World;
  readonly written: Map<string, string[]>;
  count: number;
}

function anyTab(run: Run): Tab {
  const tabs = [...run.world.tabs.values()];
  return tabs[Math.floor(run.world.chance() * tabs.length)] ?? run.world.open();
}

async function take(run: Run, kind: string): Promise<void> {
  const { world } = run;
  const { hub } = world;
  if (kind === "write") {
    const tab = anyTab(run);
    const words = `m${++run.count}`;
    tab.session.write(text(words));
    run.written.set(tab.name, [...(run.written.get(tab.name) ?? []), words]);
  } else if (kind === "wait") await world.clock.advance(world.chance() * 3000);
  else if (kind === "say") {
    const visitor = hub.visitors.find((each) => each.messages.length > 0);
    if (visitor) hub.say(visitor, [{ type: "text", text: "hello", source: null }]);
  } else if (kind === "note") {
    const visitor = hub.visitors.find((each) => each.messages.length > 0);
    if (visitor) hub.note(visitor);
  } else if (kind === "close") anyTab(run).session.close();
  else if (kind === "cut") hub.cutAll(world.chance() < 0.5 ? 1012 : 1006);
  else if (kind === "down") hub.reachable = !hub.reachable;
  else if (kind === "reload") {
    const tab = anyTab(run);
    tab.session.stop();
    world.tabs.delete(tab.name);
    world.open();
  } else if (kind === "kill") {
    world.kill(anyTab(run));
    world.open();
  } else if (kind === "open" && world.tabs.size < 3) world.open();
  else if (kind === "older") anyTab(run).session.loadOlder();
}

async function heal(run: Run): Promise<void> {
  const { world } = run;
  world.hub.faults = { ...NO_FAULTS };
  world.hub.reachable = true;
  await world.clock.advance(60_000);
  world.hub.cutAll(1012); // a dropped last frame shows at the next greeting
  await world.clock.advance(60_000);
}

function check(run: Run): void {
  const { world } = run;
  expect(world.faults).toEqual([]);
  const stored = world.storedTexts;
  const all = [...run.written.values()].flat();
  expect([...stored].sort()).toEqual([...all].sort());
  for (const own of run.written.values()) expect(stored.filter((words) => own.includes(words))).toEqual(own);
  for (const tab of world.tabs.values()) {
    expect(tab.session.view.drafts.map(textOf)).toEqual([]);
    if (all.length > 0) expect(tab.session.view.messages).toEqual(world.hub.shownTo(world.visitor));
  }
}

test("nothing is lost, nothing comes twice, order holds", { timeout: 120_000 }, async () => {
  let cuts = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      faults,
      fc.array(step, { minLength: 5, maxLength: 40 }),
      async (seed, wrong, steps) => {
        const run: Run = { world: new World(dice(seed)), written: new Map(), count: 0 };
        run.world.hub.newest = 1000;
        run.world.hub.faults = { ...wrong };
        run.world.open();
        for (const kind of steps) await take(run, kind);
        await heal(run);
        check(run);
        cuts += run.world.hub.hellos.length - 1;
      },
    ),
    { numRuns: RUNS },
  );
  expect(cuts).toBeGreaterThan(RUNS); // the faults did strike
});
