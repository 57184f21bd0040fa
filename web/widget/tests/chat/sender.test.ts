import { beforeEach, expect, test, vi } from "vitest";
import { shown, text, textOf, World } from "../hub/world.ts";

let world: World;

beforeEach(() => {
  world = new World();
});

test("a message is kept before it is sent", () => {
  world.hub.reachable = false;
  world.open().session.write(text("先存后发"));
  expect(world.stored).toContain("先存后发");
});

test("what was written offline is sent after a reload, under the same id", async () => {
  world.hub.reachable = false;
  const tab = world.open();
  tab.session.write(text("m1"));
  tab.session.write(text("m2"));
  await world.clock.advance(2000);
  const ids = tab.session.view.drafts.map((draft) => draft.id);
  world.kill(tab);
  world.hub.reachable = true;
  const again = world.open();
  expect(again.session.view.drafts.map((draft) => draft.id)).toEqual(ids);
  await world.clock.advance(5000);
  expect(
    world.visitor.messages.filter((each) => each.direction === "in").map((each) => each.client_id),
  ).toEqual(ids);
});

test("a stored text replaces what was typed", async () => {
  const tab = world.open();
  const accept = world.hub.accept.bind(world.hub);
  vi.spyOn(world.hub, "accept").mockImplementation((line, id) => accept(line, id, [text("［卡号已隐去］")]));
  tab.session.write(text("6222020200112233445"));
  await world.clock.advance(1000);
  expect(shown(tab)[0]).toBe("［卡号已隐去］");
  expect(JSON.stringify(tab.session.view)).not.toContain("6222020200112233445");
  await world.clock.advance(1000);
  expect(world.stored).not.toContain("6222020200112233445");
});

test.each(["too_many", "unavailable"])("%s: kept, marked as slow, sent again", async (code) => {
  const tab = world.open();
  const refused = refuseWith(code);
  tab.session.write(text("m1"));
  await world.clock.advance(500);
  expect(tab.session.view.drafts[0]?.trouble).toBe("slow");
  refused.mockRestore();
  await world.clock.advance(2000);
  expect(world.storedTexts).toEqual(["m1"]);
});

test.each(["bad_input", "too_large"])("%s: not sent again by itself, the next one goes on", async (code) => {
  const tab = world.open();
  await world.clock.advance(1000);
  const refused = refuseWith(code);
  tab.session.write(text("m1"));
  await world.clock.advance(500);
  refused.mockRestore();
  tab.session.write(text("m2"));
  await world.clock.advance(60_000);
  expect(world.storedTexts).toEqual(["m2"]);
  const [draft] = tab.session.view.drafts;
  expect(draft?.trouble).toBe("refused");
  tab.session.retry(draft?.id ?? "");
  await world.clock.advance(1000);
  expect(world.storedTexts).toEqual(["m2", "m1"]);
});

test("without an answer a message is sent again after 10 s", async () => {
  const tab = world.open();
  await world.clock.advance(100);
  const deaf = vi.spyOn(world.hub, "accept").mockImplementation(() => {});
  tab.session.write(text("m1"));
  await world.clock.advance(9_000);
  expect(deaf).toHaveBeenCalledTimes(1);
  deaf.mockRestore();
  await world.clock.advance(2_000);
  expect(world.storedTexts).toEqual(["m1"]);
});

test("a message that the hub does not understand does not hold up the others for ever", async () => {
  const tab = world.open();
  await world.clock.advance(100);
  const fault = vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(world.hub, "accept").mockImplementationOnce((line) => line.cut(4400));
  tab.session.write(text("m1"));
  tab.session.write(text("m2"));
  await world.clock.advance(10_000);
  expect(world.storedTexts).toEqual(["m2"]);
  expect(tab.session.view.drafts.map((draft) => [textOf(draft), draft.trouble])).toEqual([["m1", "refused"]]);
  expect(fault).toHaveBeenCalledOnce();
});

test("what was in flight when the line was cut is sent again at once on the next one", async () => {
  const tab = world.open();
  await world.clock.advance(100);
  vi.spyOn(world.hub, "accept").mockImplementationOnce(() => {});
  tab.session.write(text("m1"));
  await world.clock.advance(100);
  world.hub.cutAll(1012);
  await world.clock.advance(1_000);
  expect(world.storedTexts).toEqual(["m1"]);
});

test("messages go one by one, each once", async () => {
  const tab = world.open();
  await world.clock.advance(100);
  for (const words of ["m1", "m2", "m3"]) tab.session.write(text(words));
  await world.clock.advance(5000);
  const sent = world.hub.heard.flatMap((frame) => (frame.type === "send" ? [textOf(frame)] : []));
  expect(sent).toEqual(["m1", "m2", "m3"]);
});

function refuseWith(code: string) {
  return vi
    .spyOn(world.hub, "accept")
    .mockImplementation((line, id) => line.tell({ type: "refused", id, code, retry_after_s: 1 }));
}
