import { expect, test } from "vitest";
import { fitting, type LeftAlone, stepsOf, takeStep } from "../../src/knowledge/many.ts";
import type { Listed } from "../../src/knowledge/model.ts";
import { type Api, ApiError } from "../../src/staff/api.ts";
import { speaker } from "../../src/words/index.ts";

const say = speaker("zh");

function listed(article_id: string, state: string | null, revision: number | null = 1): Listed {
  const shown = {
    topic: "卡片",
    title: article_id,
    live: null,
    version: null,
    review_by: null,
    up: 0,
    down: 0,
    work: false,
    figures: false,
  };
  return { article_id, state, revision, ...shown };
}

/** A hub that answers each article as it is told to; what was asked for is kept. */
function hub(errors: Readonly<Record<string, string>>): { readonly api: Api; readonly asked: string[] } {
  const asked: string[] = [];
  const call = (_method: string, path: string, body: { revision: number }): Promise<null> => {
    const [, id = ""] = /articles\/([^/]+)\//.exec(path) ?? [];
    asked.push(`${path} ${body.revision}`);
    return errors[id] ? Promise.reject(new ApiError(errors[id], "")) : Promise.resolve(null);
  };
  return { api: { call } as unknown as Api, asked };
}

test("a step fits the drafts that are in the state for it", () => {
  const articles = [listed("a", "draft"), listed("b", "review"), listed("c", null, null)];
  expect(fitting("submit", articles).map((each) => each.article_id)).toEqual(["a"]);
  expect(fitting("approve", articles).map((each) => each.article_id)).toEqual(["b"]);
  expect(fitting("publish", articles)).toEqual([]);
  expect(stepsOf((right) => right !== "knowledge.review")).toEqual(["submit", "publish"]);
});

test("what one is refused for stops no other, and is told with its reason", async () => {
  const { api, asked } = hub({ b: "own_work" });
  const behind: number[] = [];
  const articles = [listed("a", "review", 3), listed("b", "review"), listed("c", "review")];
  const left = await takeStep(api, "approve", articles, say, (count) => behind.push(count));
  expect(left).toEqual([{ article: articles[1], why: say("kbOwnWork") }]);
  expect(behind).toEqual([0, 1, 2]);
  expect(asked).toEqual([
    "/staff/kb/articles/a/approve 3",
    "/staff/kb/articles/b/approve 1",
    "/staff/kb/articles/c/approve 1",
  ]);
});

test("where nobody answers any more the rest is left", async () => {
  const { api, asked } = hub({ b: "unreachable" });
  const articles = [listed("a", "draft"), listed("b", "draft"), listed("c", "draft")];
  await expect(takeStep(api, "submit", articles, say, () => undefined)).rejects.toThrow("unreachable");
  expect(asked.length).toBe(2);
});

test("where it ends on the way, those that were left alone before are told", async () => {
  const { api } = hub({ a: "not_ready", c: "not_signed_in" });
  const articles = [listed("a", "draft"), listed("b", "draft"), listed("c", "draft")];
  let told: readonly [number, readonly string[]] = [0, []];
  const hear = (behind: number, left: readonly LeftAlone[]): void => {
    told = [behind, left.map(({ article }) => article.article_id)];
  };
  await expect(takeStep(api, "submit", articles, say, hear)).rejects.toThrow("not_signed_in");
  expect(told).toEqual([2, ["a"]]);
});
