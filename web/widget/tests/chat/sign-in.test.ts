import { beforeEach, expect, test } from "vitest";
import { SignIn } from "../../src/chat/sign-in.ts";
import type { ClientFrame } from "../../src/chat/protocol.ts";

let told: string[];
let sent: ClientFrame[];
let lineTakes: boolean;
let signIn: SignIn;

beforeEach(() => {
  [told, sent, lineTakes] = [[], [], true];
  let ids = 0;
  const logins = {
    wanted: () => void told.push("wanted"),
    ended: (code: string) => void told.push(code || "taken"),
  };
  const send = (frame: ClientFrame): boolean => {
    if (lineTakes) sent.push(frame);
    return lineTakes;
  };
  signIn = new SignIn(logins, () => `id-${++ids}`, send);
});

test("a login is asked for on a new line, and no more once one was taken", () => {
  signIn.open();
  signIn.hand("a");
  expect(sent).toEqual([{ type: "sign_in", id: "id-1", login: "a" }]);
  signIn.signedIn("id-1");
  signIn.cut();
  signIn.open();
  expect(told).toEqual(["wanted", "taken"]);
});

test("what was in flight when the line went is asked for again, and never sent again", () => {
  signIn.open();
  signIn.hand("a");
  signIn.cut();
  signIn.signedIn("id-1");
  signIn.open();
  expect(told).toEqual(["wanted", "wanted"]);
  expect(sent).toHaveLength(1);
});

test("a login that comes while there is no line is asked for once there is one", () => {
  signIn.hand("early");
  expect(sent).toEqual([]);
  signIn.open();
  expect(told).toEqual(["wanted"]);
});

test("a line that takes nothing leaves nothing in flight", () => {
  signIn.open();
  lineTakes = false;
  signIn.hand("a");
  expect(signIn.refused({ type: "refused", id: "id-1", code: "conflict", retry_after_s: 1 })).toBe(false);
});

test("a refused login is told with its code, and not asked for again by itself", () => {
  signIn.open();
  signIn.hand("a");
  expect(signIn.refused({ type: "refused", id: "other", code: "x", retry_after_s: 1 })).toBe(false);
  expect(signIn.refused({ type: "refused", id: "id-1", code: "conflict", retry_after_s: 1 })).toBe(true);
  signIn.cut();
  signIn.open();
  expect(told).toEqual(["wanted", "conflict"]);
});

test("who signs in later, or as somebody else, is signed in then", () => {
  signIn.open();
  signIn.hand("a");
  signIn.signedIn("id-1");
  signIn.hand("b");
  signIn.signedIn("id-2");
  expect(told).toEqual(["wanted", "taken", "taken"]);
  expect(sent).toHaveLength(2);
});
