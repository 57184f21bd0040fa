import { expect, test } from "vitest";
import type { Slot } from "../../src/chat/ports.ts";
import type { Message } from "../../src/chat/protocol.ts";
import { merge, NOTHING_SAVED, readSaved, type Saved, trim } from "../../src/chat/saved.ts";
import { Vault } from "../../src/chat/vault.ts";

function message(seq: number): Message {
  const author = { kind: "bot", name: "" } as const;
  return { conversation: 1, seq, direction: "out", author, segments: [], at: "", client_id: null };
}

function draft(id: string, owner: string) {
  return {
    id,
    owner,
    segments: [{ type: "text", text: id } as const],
    at: 1,
    stored: null,
    trouble: "",
  } as const;
}

const full: Saved = {
  ...NOTHING_SAVED,
  epoch: 5,
  token: { value: "t", at: 10 },
  frontier: { conversation: 1, seq: 2 },
  seen: { conversation: 1, seq: 1 },
  messages: [message(1), message(2)],
  outbox: [draft("a", "me")],
  large: true,
};

test("what was written is read again", () => {
  expect(readSaved(JSON.stringify(full))).toEqual(full);
});

test.each([null, "", "{", "[]", "7", '{"v":2,"epoch":1}', '{"v":1}'])("%s is nothing kept", (text) => {
  expect(readSaved(text)).toEqual(NOTHING_SAVED);
});

test("damaged parts are left out, the rest is kept", () => {
  const damaged = {
    ...full,
    messages: [message(1), { seq: -1 }, null],
    outbox: [{ id: 3 }, draft("b", "x")],
    frontier: "?",
  };
  const saved = readSaved(JSON.stringify(damaged));
  expect(saved.messages).toEqual([message(1)]);
  expect(saved.outbox.map((each) => each.id)).toEqual(["b"]);
  expect(saved.frontier).toBeNull();
});

test("two tabs' messages join, the newest token and the later places win", () => {
  const mine = {
    ...full,
    token: { value: "old", at: 5 },
    frontier: { conversation: 1, seq: 3 },
    messages: [message(2), message(3)],
  };
  const both = merge(full, mine, "me");
  expect(both.messages.map((each) => each.seq)).toEqual([1, 2, 3]);
  expect(both.token?.value).toBe("t");
  expect(both.frontier).toEqual({ conversation: 1, seq: 3 });
});

test("the newer epoch has the messages, either way", () => {
  const newer = { ...NOTHING_SAVED, epoch: 6, token: { value: "new", at: 1 }, messages: [message(9)] };
  expect(merge(full, newer, "me").messages).toEqual([message(9)]);
  expect(merge(newer, full, "me").token?.value).toBe("new");
});

test("each tab speaks for its own drafts alone", () => {
  const stored = { ...full, outbox: [draft("a", "me"), draft("b", "other")] };
  const mine = { ...full, outbox: [draft("c", "me"), draft("b", "other"), draft("gone", "other")] };
  expect(merge(stored, mine, "me").outbox.map((each) => each.id)).toEqual(["b", "c"]);
});

test("the newest 200 messages are kept, and that there are more before", () => {
  const many = { ...full, messages: Array.from({ length: 250 }, (_, at) => message(at + 1)) };
  const kept = trim(many);
  expect([kept.messages.length, kept.messages[0]?.seq, kept.moreBefore]).toEqual([200, 51, true]);
});

test("a full storage still takes the outbox", () => {
  let stored: string | null = null;
  const small: Slot = {
    read: () => stored,
    write: (text) => (text.length > 1000 ? false : ((stored = text), true)),
  };
  const vault = new Vault(small, "me");
  vault.save({ ...full, messages: Array.from({ length: 100 }, (_, at) => message(at + 1)) });
  expect(vault.load().outbox).toHaveLength(1);
  expect(vault.load().messages).toEqual([]);
});

test("without any storage the state lives as long as the page", () => {
  const vault = new Vault({ read: () => null, write: () => false }, "me");
  vault.save(full);
  expect(vault.load()).toEqual(full);
});
