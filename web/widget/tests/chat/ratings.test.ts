import { beforeEach, expect, test, vi } from "vitest";
import type { Rating } from "../../src/chat/ratings.ts";
import { byPlace, mergeRatings, readRatings } from "../../src/chat/ratings.ts";
import { type Tab, World } from "../hub/world.ts";

const SOURCE = { title: "挂失", effective_from: "2026-11-01" };
const PLACE = { conversation: 1, seq: 2 };
let world: World;
let tab: Tab;

beforeEach(async () => {
  world = new World();
  world.hub.replies = false;
  tab = world.open();
  tab.session.write({ type: "text", text: "卡丢了" });
  await world.clock.advance(1000);
  world.hub.say(world.visitor, [{ type: "text", text: "请先挂失。", source: SOURCE }]);
  await world.clock.advance(1000);
});

const verdictIn = (some: Tab): Rating | undefined => some.session.view.ratings.get("1.2");
const frames = () => world.hub.heard.filter((frame) => frame.type === "rate");

test("a verdict shows at once, is stored, and the last one counts", async () => {
  tab.session.rate(PLACE, { verdict: "up" });
  expect(verdictIn(tab)).toMatchObject({ verdict: "up", state: "sending" });
  tab.session.rate(PLACE, { verdict: "down", reason: "outdated", comment: "费率变了" });
  await world.clock.advance(1000);
  expect(verdictIn(tab)).toMatchObject({ verdict: "down", reason: "outdated", state: "stored" });
  expect(world.hub.rated.get("1.2")).toMatchObject({
    verdict: "down",
    reason: "outdated",
    comment: "费率变了",
  });
});

test("a comment is forgotten once the hub has it", async () => {
  tab.session.rate(PLACE, { verdict: "down", reason: "other", comment: "只给银行看" });
  expect(world.stored).toContain("只给银行看");
  await world.clock.advance(2000);
  expect(world.stored).not.toContain("只给银行看");
});

test("a verdict that is taken back says so to the hub, without a reason", async () => {
  tab.session.rate(PLACE, { verdict: "down", reason: "wrong" });
  tab.session.rate(PLACE, { verdict: "none" });
  await world.clock.advance(1000);
  expect(world.hub.rated.get("1.2")).toMatchObject({ verdict: "none" });
  expect(world.hub.rated.get("1.2")).not.toHaveProperty("reason");
});

test("it survives a reload, and another tab knows it", async () => {
  tab.session.rate(PLACE, { verdict: "up" });
  await world.clock.advance(1000);
  world.kill(tab);
  const again = world.open();
  expect(verdictIn(again)).toMatchObject({ verdict: "up", state: "stored" });
  const other = world.open();
  again.session.rate(PLACE, { verdict: "down" });
  await world.clock.advance(100);
  expect(verdictIn(other)).toMatchObject({ verdict: "down" });
});

test("what was rated without a line is sent after a reconnect, once", async () => {
  world.hub.reachable = false;
  world.hub.cutAll();
  tab.session.rate(PLACE, { verdict: "down", reason: "unclear" });
  world.kill(tab);
  world.hub.reachable = true;
  const again = world.open();
  await world.clock.advance(3000);
  expect(world.hub.rated.get("1.2")).toMatchObject({ verdict: "down", reason: "unclear" });
  expect(verdictIn(again)?.state).toBe("stored");
  expect(frames()).toHaveLength(1);
});

test("an answer that got lost is asked for again under the same id", async () => {
  vi.spyOn(world.hub, "rate").mockImplementationOnce(() => {});
  tab.session.rate(PLACE, { verdict: "up" });
  await world.clock.advance(9_000);
  expect(verdictIn(tab)?.state).toBe("sending");
  await world.clock.advance(2_000);
  expect(verdictIn(tab)?.state).toBe("stored");
  expect(new Set(frames().map((frame) => "id" in frame && frame.id)).size).toBe(1);
});

test("who rates too fast is heard a little later", async () => {
  vi.spyOn(world.hub, "rate").mockImplementationOnce((line, { id }) =>
    line.tell({ type: "refused", id, code: "too_many", retry_after_s: 3 }),
  );
  tab.session.rate(PLACE, { verdict: "up" });
  await world.clock.advance(2_500);
  expect(world.hub.rated.size).toBe(0);
  await world.clock.advance(1_000);
  expect(world.hub.rated.get("1.2")?.verdict).toBe("up");
});

test("a refusal for good is kept as one, and not repeated", async () => {
  tab.session.rate({ conversation: 1, seq: 1 }, { verdict: "up" });
  await world.clock.advance(60_000);
  expect(tab.session.view.ratings.get("1.1")?.state).toBe("refused");
  expect(frames()).toHaveLength(1);
});

test("a hub that does not know ratings costs one reconnect, not an endless row of them", async () => {
  const fault = vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(world.hub, "rate").mockImplementation((line) => line.cut(4400));
  tab.session.rate(PLACE, { verdict: "up" });
  await world.clock.advance(60_000);
  expect(fault).toHaveBeenCalledOnce();
  expect(verdictIn(tab)?.state).toBe("refused");
  expect(tab.session.view.phase).toBe("online");
});

test("another visitor's verdicts are not this one's", async () => {
  tab.session.rate(PLACE, { verdict: "up" });
  await world.clock.advance(1000);
  world.hub.expireTokens();
  world.hub.cutAll();
  await world.clock.advance(3000);
  expect(tab.session.view.ratings.size).toBe(0);
});

function rating(seq: number, at: number, more: Partial<Rating> = {}): Rating {
  return { conversation: 1, seq, id: `id-${at}`, at, verdict: "up", state: "sending", ...more };
}

test("of two tabs' verdicts the later counts, and what one of them knows to be stored is stored", () => {
  const merged = mergeRatings(
    byPlace([rating(1, 5), rating(2, 9, { verdict: "down" })]),
    byPlace([rating(1, 5, { state: "stored" }), rating(2, 3)]),
  );
  expect([...merged.values()].map(({ seq, at, state }) => [seq, at, state])).toEqual([
    [1, 5, "stored"],
    [2, 9, "sending"],
  ]);
});

test("damaged ones are left out, and the newest 200 are kept", () => {
  const many = Array.from({ length: 250 }, (_, at) => rating(at + 1, at));
  const read = readRatings([...many, { seq: 1 }, null, rating(999, 999, { verdict: "maybe" as "up" })]);
  expect(read.map((each) => each.at)).toEqual(Array.from({ length: 200 }, (_, at) => at + 50));
});
