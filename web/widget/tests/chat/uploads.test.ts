import { beforeEach, expect, test } from "vitest";
import type { UploadState } from "../../src/chat/uploads.ts";
import { type Tab, text, World } from "../hub/world.ts";

let world: World;
let tab: Tab;

beforeEach(async () => {
  world = new World();
  world.hub.replies = false;
  tab = world.open();
  await world.clock.advance(500);
});

const soon = (): Promise<void> => world.clock.advance(500);
const sent = (): readonly unknown[] =>
  world.hub.heard.flatMap((frame) => (frame.type === "send" ? [frame.segments] : []));
const stateOf = (upload: string, of: Tab = tab): UploadState | undefined =>
  of.session.view.uploads.get(upload);

test("a file goes before its message, which then names the upload alone", async () => {
  tab.session.write(text("见图"), tab.carrier.choose("u1"));
  await soon();
  expect(sent()).toEqual([]);
  tab.carrier.end((events) => events.ready());
  await soon();
  expect(sent()).toEqual([
    [
      { type: "text", text: "见图" },
      { type: "image", upload: "u1" },
    ],
  ]);
  expect(tab.session.view.drafts).toEqual([]);
  expect(tab.carrier.holds("u1")).toBe(false);
});

test("what was written behind a file waits with it", async () => {
  tab.session.write(text("m1"), tab.carrier.choose("u1"));
  tab.session.write(text("m2"));
  await soon();
  expect(world.storedTexts ?? []).toEqual([]);
  tab.carrier.end((events) => events.ready());
  await soon();
  expect(world.storedTexts).toEqual(["m1", "m2"]);
});

test("files go one at a time, in the order of their messages", async () => {
  tab.session.write(tab.carrier.choose("u1"), tab.carrier.choose("u2"));
  tab.session.write(tab.carrier.choose("u3"));
  for (const upload of ["u1", "u2", "u3"]) {
    expect(tab.carrier.under?.upload).toBe(upload);
    tab.carrier.end((events) => events.ready());
  }
  await soon();
  expect(sent()).toHaveLength(2);
});

test("progress is shown, and not kept", async () => {
  tab.session.write(tab.carrier.choose("u1"));
  tab.carrier.under?.events.progress(40, 100);
  expect(stateOf("u1")).toEqual({ kind: "running", sent: 40, total: 100 });
  expect(world.stored).not.toContain("running");
});

test("a kind that the hub refuses stops its message and no other", async () => {
  tab.session.write(tab.carrier.choose("u1"));
  tab.session.write(text("m2"));
  tab.carrier.end((events) => events.refused("media_type", 0));
  await soon();
  expect(stateOf("u1")).toEqual({ kind: "refused", code: "media_type", limit: 0 });
  expect(world.storedTexts).toEqual(["m2"]);
});

test("a refused file taken out lets the words beside it go", async () => {
  tab.session.write(text("m1"), tab.carrier.choose("u1"));
  tab.carrier.end((events) => events.refused("media_type", 0));
  const [draft] = tab.session.view.drafts;
  tab.session.removeFile(draft?.id ?? "", "u1");
  await soon();
  expect(world.storedTexts).toEqual(["m1"]);
  expect(tab.carrier.discarded).toEqual(["u1"]);
});

test("a file alone taken out leaves no message; the next file goes", async () => {
  tab.session.write(tab.carrier.choose("u1"));
  tab.session.write(tab.carrier.choose("u2"));
  const [draft] = tab.session.view.drafts;
  tab.session.removeFile(draft?.id ?? "", "u1");
  expect(tab.carrier.begun).toEqual(["u1", "u2"]);
  tab.carrier.end((events) => events.ready());
  await soon();
  expect(sent()).toEqual([[{ type: "image", upload: "u2" }]]);
});

test("what broke off goes on when the line is there again", async () => {
  tab.session.write(tab.carrier.choose("u1"));
  tab.carrier.end((events) => events.broken());
  expect(stateOf("u1")).toEqual({ kind: "broken" });
  world.hub.cutAll(1012);
  await world.clock.advance(5_000);
  expect(tab.carrier.begun).toEqual(["u1", "u1"]);
});

test("and when the customer wants it, in its old place", async () => {
  tab.session.write(text("m1"), tab.carrier.choose("u1"));
  tab.session.write(text("m2"));
  tab.carrier.end((events) => events.broken());
  tab.session.retry(tab.session.view.drafts[0]?.id ?? "");
  tab.carrier.end((events) => events.ready());
  await soon();
  expect(world.storedTexts).toEqual(["m1", "m2"]);
});

test("a cut line does not stop a file", async () => {
  tab.session.write(tab.carrier.choose("u1"));
  world.hub.cutAll(1006);
  expect(tab.carrier.under?.upload).toBe("u1");
  tab.carrier.end((events) => events.ready());
  await world.clock.advance(5_000);
  expect(sent()).toEqual([[{ type: "image", upload: "u1" }]]);
});

test("a file that is at the hub survives a reload of the page", async () => {
  world.hub.cutAll(1012);
  tab.session.write(tab.carrier.choose("u1"));
  tab.carrier.end((events) => events.ready());
  world.kill(tab);
  const again = world.open();
  await world.clock.advance(5_000);
  expect(sent()).toEqual([[{ type: "image", upload: "u1" }]]);
  expect(again.session.view.drafts).toEqual([]);
});

test("one that is not is lost with the page, says so, and holds nothing up", async () => {
  tab.session.write(tab.carrier.choose("u1"));
  tab.session.write(text("m2"));
  world.kill(tab);
  const again = world.open();
  await world.clock.advance(5_000);
  expect(stateOf("u1", again)).toEqual({ kind: "lost" });
  expect(world.storedTexts).toEqual(["m2"]);
  again.session.removeFile(again.session.view.drafts[0]?.id ?? "", "u1");
  expect(again.session.view.drafts).toEqual([]);
});

test("the file of another open tab is not lost", async () => {
  const other = world.open();
  await soon();
  tab.session.write(tab.carrier.choose("u1"));
  await world.clock.advance(30_000);
  expect(stateOf("u1", other)).toEqual({ kind: "waiting" });
  expect(tab.carrier.begun).toEqual(["u1"]);
});

test("a message that the hub refused goes again with its file", async () => {
  tab.session.write(tab.carrier.choose("u1"));
  tab.carrier.end((events) => events.ready());
  world.hub.cutAll(1012); // before it was sent; the upload has expired when the line is there again
  tab.carrier.files.add("u1");
  const accept = world.hub.accept.bind(world.hub);
  let refusals = 0;
  world.hub.accept = (line, id, segments) => {
    if (refusals++ > 0) return accept(line, id, segments);
    line.tell({ type: "refused", id, code: "bad_input", retry_after_s: 0, detail: "" });
  };
  await world.clock.advance(5_000);
  const [draft] = tab.session.view.drafts;
  expect(draft?.trouble).toBe("refused");
  tab.session.retry(draft?.id ?? "");
  expect(tab.carrier.begun).toEqual(["u1", "u1"]);
  tab.carrier.end((events) => events.ready());
  await soon();
  expect(tab.session.view.drafts).toEqual([]);
});
