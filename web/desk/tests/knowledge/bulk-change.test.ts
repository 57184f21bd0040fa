import { expect, test } from "vitest";
import {
  type BulkChange,
  changeAll,
  isEmpty,
  planFor,
  tagFault,
  TAG_LIMIT,
  TAGS,
} from "../../src/knowledge/bulk-change.ts";
import type { LeftAlone } from "../../src/knowledge/many.ts";
import { type Article, type Draft, emptyContent, type Listed } from "../../src/knowledge/model.ts";
import { type Api, ApiError } from "../../src/staff/api.ts";
import { speaker } from "../../src/words/index.ts";

const say = speaker("zh");
const NOTHING: BulkChange = { owner_id: "", review_by: "", add: [], remove: [], topic: "" };
const CONTENT = { ...emptyContent("2026-01-01", ["怎么挂失"]), topic: "卡片", answer: "先挂失。" };

function draftOf(revision: number, base_version: number): Draft {
  return {
    revision,
    state: "draft",
    content: CONTENT,
    authors: ["zhao"],
    base_version,
    comment: "",
    problems: [],
  };
}

function article(article_id: string, fields: Partial<Article> = {}): Article {
  const about = { owner_id: "zhao", owner_name: "赵", review_by: "2026-06-01", tags: ["旧", "卡"] };
  const version = { version: 2, title: "怎么挂失", state: "published", effective_to: null };
  return {
    article_id,
    ...about,
    version: 2,
    content: CONTENT,
    draft: null,
    versions: [{ ...version, effective_from: "2026-01-01" }],
    ...fields,
  };
}

function listed(article_id: string, fields: Partial<Listed> = {}): Listed {
  const shown = {
    topic: "卡片",
    title: article_id,
    review_by: null,
    up: 0,
    down: 0,
    work: false,
    figures: false,
  };
  return { article_id, ...shown, state: null, live: "published", revision: null, version: 2, ...fields };
}

/** A hub that has these articles, and refuses what it is told to; what was written is kept. */
function hub(
  articles: readonly Article[],
  refused: Readonly<Record<string, string>> = {},
): { readonly api: Api; readonly written: [string, unknown][] } {
  const written: [string, unknown][] = [];
  const call = (method: string, path: string, body: unknown): Promise<unknown> => {
    const what = path.replace("/staff/kb/articles/", "");
    if (refused[what]) return Promise.reject(new ApiError(refused[what], ""));
    if (method === "GET") return Promise.resolve(articles.find(({ article_id }) => article_id === what));
    written.push([what, body]);
    return Promise.resolve(null);
  };
  return { api: { call } as unknown as Api, written };
}

const named = (left: readonly LeftAlone[]): [string, string][] =>
  left.map(({ article, why }) => [article.article_id, why]);

test("what is left empty stays as each article has it, and tags join those that are there", () => {
  const change = { ...NOTHING, add: ["新", "卡"], remove: ["旧", "没有的"] };
  const about = { owner_id: "zhao", review_by: "2026-06-01", tags: ["卡", "新"] };
  expect(planFor(article("a"), listed("a"), change)).toEqual({ content: null, about });
});

test("a review-by date is set, or cleared where that was chosen", () => {
  const about = (review_by: string | null) => ({ owner_id: "zhao", review_by, tags: ["旧", "卡"] });
  const set = planFor(article("a"), listed("a"), { ...NOTHING, review_by: "2027-01-31" });
  expect(set).toEqual({ content: null, about: about("2027-01-31") });
  const cleared = planFor(article("a"), listed("a"), { ...NOTHING, review_by: null });
  expect(cleared).toEqual({ content: null, about: about(null) });
});

test("another category changes the content's category alone", () => {
  const plan = planFor(article("a"), listed("a"), { ...NOTHING, topic: "借记卡" });
  expect(plan).toEqual({ content: { ...CONTENT, topic: "借记卡" }, about: null });
});

test.each<[string, Partial<Article>, Partial<Listed>, Partial<BulkChange>, string]>([
  ["is like that already", {}, {}, { topic: "卡片", owner_id: "zhao", add: ["卡"] }, "kbBulkSame"],
  ["has a draft by now", { draft: draftOf(1, 2) }, {}, { topic: "借记卡" }, "kbConflict"],
  ["has another draft", { draft: draftOf(4, 2) }, { revision: 3 }, { topic: "借记卡" }, "kbConflict"],
  ["has no draft any more", {}, { revision: 3 }, { topic: "借记卡" }, "kbConflict"],
  ["has another version", {}, { version: 1 }, { topic: "借记卡" }, "kbConflict"],
  [
    "began before a version",
    { draft: draftOf(3, 1) },
    { revision: 3 },
    { topic: "借记卡" },
    "kbBulkOutdated",
  ],
  [
    "would have too many tags",
    { tags: Array.from({ length: TAGS }, (_, at) => `标签${at}`) },
    {},
    { add: ["新"], topic: "借记卡" },
    "kbBulkTagsFull",
  ],
])("an article that %s is left alone", (_what, fields, row, change, why) => {
  expect(planFor(article("a", fields), listed("a", row), { ...NOTHING, ...change })).toBe(why);
});

test("a version that a file brought and nobody published is no conflict", () => {
  const brought = {
    version: 3,
    title: "怎么挂失",
    state: "draft",
    effective_from: "2026-01-01",
    effective_to: null,
  };
  const fields = { version: 3, versions: [brought, ...article("a").versions] };
  const plan = planFor(article("a", fields), listed("a"), { ...NOTHING, topic: "借记卡" });
  expect(plan).toMatchObject({ content: { topic: "借记卡" } });
});

test("somebody else's draft is no reason to leave the owner", () => {
  const changed = article("a", { draft: draftOf(7, 2) });
  const plan = planFor(changed, listed("a", { revision: 3 }), { ...NOTHING, owner_id: "li" });
  expect(plan).toMatchObject({ content: null, about: { owner_id: "li" } });
});

test("each is written by itself, with the revision and the version that were read", async () => {
  const articles = [article("a"), article("b", { draft: draftOf(5, 2) }), article("c")];
  const { api, written } = hub(articles);
  const rows = [listed("a"), listed("b", { revision: 4, state: "draft" }), listed("c")];
  const behind: number[] = [];
  const change = { ...NOTHING, owner_id: "li", topic: "借记卡" };
  const left = await changeAll(api, change, rows, say, (count) => behind.push(count));
  expect(named(left)).toEqual([["b", say("kbConflict")]]);
  expect(behind).toEqual([0, 1, 2]);
  const content = { ...CONTENT, topic: "借记卡" };
  const was = { owner_id: "zhao", review_by: "2026-06-01", tags: ["旧", "卡"] };
  const about = { ...was, owner_id: "li", was };
  expect(written).toEqual([
    ["a/draft", { revision: 0, version: 2, content }],
    ["a/about", about],
    ["c/draft", { revision: 0, version: 2, content }],
    ["c/about", about],
  ]);
});

test("a draft that somebody saves in between leaves the whole article, and no other", async () => {
  const { api, written } = hub([article("a"), article("b")], { "a/draft": "conflict" });
  const change = { ...NOTHING, add: ["新"], topic: "借记卡" };
  const left = await changeAll(api, change, [listed("a"), listed("b")], say, () => undefined);
  expect(named(left)).toEqual([["a", say("kbConflict")]]);
  expect(written.map(([what]) => what)).toEqual(["b/draft", "b/about"]);
});

test("an article that was just read, and is out of reach of who writes, is told as such", async () => {
  const { api } = hub([article("a")], { "a/about": "not_found" });
  const left = await changeAll(api, { ...NOTHING, owner_id: "li" }, [listed("a")], say, () => undefined);
  expect(named(left)).toEqual([["a", say("kbBulkReach")]]);
});

test("where only the category could be changed, that is told", async () => {
  const { api } = hub([article("a")], { "a/about": "not_allowed" });
  const change = { ...NOTHING, owner_id: "li", topic: "借记卡" };
  const left = await changeAll(api, change, [listed("a")], say, () => undefined);
  expect(named(left)).toEqual([["a", say("kbBulkMovedOnly", { why: say("kbNoRight") })]]);
});

test.each(["a", "a/draft", "a/about"])("where nobody answers for %s it ends", async (what) => {
  const { api, written } = hub([article("a"), article("b")], { [what]: "unreachable" });
  const change = { ...NOTHING, owner_id: "li", topic: "借记卡" };
  const rows = [listed("a"), listed("b")];
  await expect(changeAll(api, change, rows, say, () => undefined)).rejects.toThrow("unreachable");
  expect(written.filter(([path]) => path.startsWith("b"))).toEqual([]);
});

test("a change without anything in it, and tags that the hub would refuse, are told before", () => {
  expect(isEmpty(NOTHING)).toBe(true);
  expect(isEmpty({ ...NOTHING, review_by: null })).toBe(false);
  expect(tagFault({ ...NOTHING, add: ["新"], remove: ["旧"] }, say)).toBe("");
  expect(tagFault({ ...NOTHING, add: ["新"], remove: ["新"] }, say)).toContain("“新”");
  expect(tagFault({ ...NOTHING, add: ["长".repeat(TAG_LIMIT + 1)] }, say)).toContain("太长");
  const many = Array.from({ length: TAGS + 1 }, (_, at) => `标签${at}`);
  expect(tagFault({ ...NOTHING, add: many }, say)).toContain("太多");
});
