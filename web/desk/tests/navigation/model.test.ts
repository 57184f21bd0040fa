import { expect, test } from "vitest";
import { type Content, type Destination, stateOf, wayText, written } from "../../src/navigation/model.ts";

const CONTENT: Content = {
  kind: "map",
  title: "网点",
  label: "查找",
  text: "",
  ways: [
    { channels: ["miniprogram"], app_id: "wx0123456789abcdef", path: "pages/b" },
    { channels: [], url: "https://bank.example/b" },
  ],
  intents: ["branch_location"],
  articles: [],
  valid_from: null,
  valid_until: null,
  fallback: "",
  subject: "",
};

function form(values: Readonly<Record<string, string>>): FormData {
  const made = new FormData();
  for (const [name, value] of Object.entries(values)) made.append(name, value);
  return made;
}

function place(state: Destination["newest"]["state"], live: number | null): Destination {
  const newest = { version: 2, state, content: CONTENT, own: false };
  return { destination_id: "branches", live, newest, links: [] };
}

test("what a form does not show stays as it is", () => {
  const made = written(form({ kind: "map", title: "新", label: "看", intents: "a  b" }), CONTENT);
  expect(made.title).toBe("新");
  expect(made.intents).toEqual(["a", "b"]);
  expect(made.ways).toEqual(CONTENT.ways);
  expect(made.valid_from).toBeNull();
});

test("an address is a page, anything else a number, and a person has no way", () => {
  expect(written(form({ kind: "page", way: "https://a.example" })).ways).toEqual([
    { channels: [], url: "https://a.example" },
  ]);
  expect(written(form({ kind: "telephone", way: "95588" })).ways).toEqual([
    { channels: [], number: "95588" },
  ]);
  expect(written(form({ kind: "agent", way: "" })).ways).toEqual([]);
  expect(wayText({ ...CONTENT, ways: [{ number: "95588" }] })).toBe("95588");
});

test("what waits for approval is told before what is live", () => {
  expect(stateOf(place("waiting", 1))).toBe("navWaiting");
  expect(stateOf(place("rejected", 1))).toBe("navLive");
  expect(stateOf(place("rejected", null))).toBe("navRejected");
  expect(stateOf(place("approved", null))).toBe("navOff");
});
