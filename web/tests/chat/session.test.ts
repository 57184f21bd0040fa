import { beforeEach, expect, test, vi } from "vitest";
import { text, textOf, World } from "../hub/world.ts";

let world: World;

beforeEach(() => {
  world = new World();
});

const shown = (tab: {
  session: { view: { messages: readonly { segments: readonly { type: string }[] }[] } };
}): string[] => tab.session.view.messages.map(textOf);

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

test("messages go one by one, each once", async () => {
  const tab = world.open();
  await world.clock.advance(100);
  for (const words of ["m1", "m2", "m3"]) tab.session.write(text(words));
  await world.clock.advance(5000);
  const sent = world.hub.heard.flatMap((frame) => (frame.type === "send" ? [textOf(frame)] : []));
  expect(sent).toEqual(["m1", "m2", "m3"]);
});

test("a quiet line that lives is left alone", async () => {
  world.open();
  await world.clock.advance(10 * 60_000);
  expect(world.hub.hellos).toHaveLength(1);
  expect(world.hub.heard.filter((frame) => frame.type === "ping")).toHaveLength(29);
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

test("when the hub does not know the place, its messages are the whole", async () => {
  const tab = world.open();
  tab.session.write(text("m1"));
  await world.clock.advance(5000);
  world.visitor.messages = [];
  world.hub.cutAll();
  await world.clock.advance(5000);
  expect(tab.session.view.messages).toEqual([]);
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

test("the typing sign comes after 400 ms and goes with the answer", async () => {
  const tab = world.open();
  world.hub.replies = false;
  tab.session.write(text("m1"));
  await world.clock.advance(1000);
  world.hub.show(world.visitor, "typing", { conversation: 1, seq: 1 });
  await world.clock.advance(390);
  expect(tab.session.view.typing).toBe(false);
  await world.clock.advance(50);
  expect(tab.session.view.typing).toBe(true);
  world.hub.show(world.visitor, "waiting", { conversation: 1, seq: 1 });
  await world.clock.advance(50);
  expect(tab.session.view.waiting).toBe(true);
  world.hub.say(world.visitor, [{ type: "text", text: "a", source: null }]);
  await world.clock.advance(50);
  expect([tab.session.view.typing, tab.session.view.waiting]).toEqual([false, false]);
});

test("an answer within 400 ms shows no typing sign at all", async () => {
  const tab = world.open();
  world.hub.replies = false;
  tab.session.write(text("m1"));
  await world.clock.advance(1000);
  const signs: boolean[] = [];
  tab.session.subscribe(() => signs.push(tab.session.view.typing));
  world.hub.show(world.visitor, "typing", { conversation: 1, seq: 1 });
  await world.clock.advance(200);
  world.hub.say(world.visitor, [{ type: "text", text: "a", source: null }]);
  await world.clock.advance(5000);
  expect(signs.length).toBeGreaterThan(0);
  expect(signs).not.toContain(true);
});

test("older messages are fetched in pages and stand before the others", async () => {
  world.hub.newest = 3;
  const first = world.open();
  first.session.write(text("m1"));
  await world.clock.advance(3000);
  for (let count = 0; count < 8; count++)
    world.hub.say(world.visitor, [{ type: "text", text: `s${count}`, source: null }]);
  await world.clock.advance(1000);
  const token = world.stored;
  world.stored = JSON.stringify({ ...JSON.parse(token ?? "{}"), messages: [], frontier: null });
  first.session.stop();
  world.tabs.clear();
  world.stored = JSON.stringify({ ...JSON.parse(world.stored), messages: [], frontier: null });
  const tab = world.open();
  await world.clock.advance(1000);
  expect(shown(tab)).toEqual(["s5", "s6", "s7"]);
  expect(tab.session.view.moreBefore).toBe(true);
  for (let page = 0; page < 3; page++) {
    tab.session.loadOlder();
    await world.clock.advance(1000);
  }
  expect(tab.session.view.messages).toEqual(world.visitor.messages);
  expect(tab.session.view.moreBefore).toBe(false);
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

test("a hole that the hub cannot fill is not asked for for ever", async () => {
  const tab = world.open();
  tab.session.write(text("m1"));
  await world.clock.advance(5000);
  const { messages } = world.visitor;
  world.visitor.messages = [...messages, { ...(messages[1] as (typeof messages)[0]), seq: 9 }];
  for (const line of world.visitor.lines) line.tell({ type: "message", message: world.visitor.messages[2] });
  await world.clock.advance(60_000);
  expect(world.hub.heard.filter((frame) => frame.type === "resume")).toHaveLength(3);
  expect(shown(tab)).toHaveLength(3);
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

function refuseWith(code: string) {
  return vi
    .spyOn(world.hub, "accept")
    .mockImplementation((line, id) => line.tell({ type: "refused", id, code, retry_after_s: 1 }));
}
