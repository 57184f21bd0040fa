/** One change of many articles: what is written of each, and why one is left alone. */

import { lengthOf } from "@yuanqiao/shared/components/text.ts";
import { type Api, ApiError } from "../staff/api.ts";
import type { Say, Word } from "../words/index.ts";
import { type About, aboutOf } from "./about.ts";
import { fault } from "./faults.ts";
import { isEnding, type LeftAlone, oneByOne, type Told } from "./many.ts";
import { type Article, type Content, type Listed, same, seenOf } from "./model.ts";

/** Most tags of an article, and most characters of one, as the hub takes them. */
export const TAGS = 20;
export const TAG_LIMIT = 40;

/** What is to be changed of each article; what is empty leaves what each has. */
export interface BulkChange {
  readonly owner_id: string;
  /** YYYY-MM-DD; empty leaves it, null clears it. */
  readonly review_by: string | null;
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly topic: string;
}

/** What is written of one article; null for what stays. */
export interface BulkPlan {
  readonly content: Content | null;
  readonly about: About | null;
}

/** Whether nothing is to be changed. */
export function isEmpty({ owner_id, review_by, add, remove, topic }: BulkChange): boolean {
  return !owner_id && review_by === "" && !add.length && !remove.length && !topic;
}

/** What is wrong with the tags of a change; empty where nothing is. */
export function tagFault({ add, remove }: BulkChange, say: Say): string {
  const both = add.find((tag) => remove.includes(tag));
  if (both) return say("kbBulkTagBoth", { tag: both });
  const long = add.find((tag) => lengthOf(tag) > TAG_LIMIT);
  if (long) return say("kbBulkTagLong", { tag: long, limit: TAG_LIMIT });
  return add.length > TAGS ? say("kbBulkTagsMost", { limit: TAGS }) : "";
}

/** What is written of an article, or why nothing is; `row`: as it stood in the list when it was chosen. */
export function planFor(article: Article, row: Listed, change: BulkChange): BulkPlan | Word {
  const { content } = article;
  const moves = change.topic !== "" && change.topic !== content.topic;
  if (moves && movedOn(article, row)) return "kbConflict";
  // Saving would say that somebody has looked at the version that came after the draft began.
  if (moves && article.draft && article.draft.base_version !== article.version) return "kbBulkOutdated";
  const about = aboutAfter(article, change);
  if (about.tags.length > TAGS) return "kbBulkTagsFull";
  const tells = !same(about, aboutOf(article));
  if (!moves && !tells) return "kbBulkSame";
  return { content: moves ? { ...content, topic: change.topic } : null, about: tells ? about : null };
}

/** Changes one article after the other; `told` hears how many are behind, and which of these were left alone. */
export function changeAll(
  api: Api,
  change: BulkChange,
  rows: readonly Listed[],
  say: Say,
  told: Told,
): Promise<readonly LeftAlone[]> {
  return oneByOne(rows, say, told, async (row) => {
    const path = `/staff/kb/articles/${encodeURIComponent(row.article_id)}`;
    const article = await api.call<Article>("GET", path);
    const plan = planFor(article, row, change);
    return typeof plan === "string" ? say(plan, { limit: TAGS }) : write(api, path, article, plan, say);
  });
}

/** Writes a plan, the draft first: where it moved on meanwhile nothing is changed. Gives why something stayed. */
async function write(api: Api, path: string, article: Article, plan: BulkPlan, say: Say): Promise<string> {
  let moved = false;
  try {
    if (plan.content) {
      await api.call("PUT", `${path}/draft`, { ...seenOf(article), content: plan.content });
      moved = true;
    }
    if (plan.about) await api.call("PUT", `${path}/about`, { ...plan.about, was: aboutOf(article) });
    return "";
  } catch (error) {
    if (isEnding(error)) throw error;
    const why = refusal(error, say);
    return moved ? say("kbBulkMovedOnly", { why }) : why;
  }
}

/** Why an article that was just read is not written: one whose owner is out of reach is refused as if it were gone. */
function refusal(error: unknown, say: Say): string {
  const outOfReach = error instanceof ApiError && error.code === "not_found";
  return outOfReach ? say("kbBulkReach") : fault(error, say);
}

/** Whether the draft or the newest version is another than in the list. */
function movedOn({ draft, versions }: Article, row: Listed): boolean {
  // The list tells no version that a file brought and nobody published yet.
  const newest = versions.find(({ state }) => state !== "draft")?.version ?? null;
  return (draft?.revision ?? null) !== row.revision || newest !== row.version;
}

function aboutAfter(article: Article, change: BulkChange): About {
  const kept = article.tags.filter((tag) => !change.remove.includes(tag));
  return {
    owner_id: change.owner_id || article.owner_id,
    review_by: change.review_by === "" ? article.review_by : change.review_by,
    tags: [...new Set([...kept, ...change.add])],
  };
}
