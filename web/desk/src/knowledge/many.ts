/** One thing with many articles: which of the chosen a step fits, and what became of each. */

import { type Api, ApiError } from "../staff/api.ts";
import type { Say, Word } from "../words/index.ts";
import { fault } from "./faults.ts";
import type { Listed } from "./model.ts";

/** A step that can be taken with many articles at once. */
export type ManyStep = "submit" | "approve" | "publish";

interface StepRule {
  readonly right: string;
  /** The state of the drafts that it takes further. */
  readonly from: string;
  readonly word: Word;
}

/** The steps, in their order. */
export const MANY_STEPS: Readonly<Record<ManyStep, StepRule>> = {
  submit: { right: "knowledge.edit", from: "draft", word: "kbManySubmit" },
  approve: { right: "knowledge.review", from: "review", word: "kbManyApprove" },
  publish: { right: "knowledge.publish", from: "approved", word: "kbManyPublish" },
};

/** An article that stayed as it was, and why. */
export interface LeftAlone {
  readonly article: Listed;
  readonly why: string;
}

/** The steps that somebody with these rights may take. */
export function stepsOf(may: (right: string) => boolean): readonly ManyStep[] {
  return (Object.keys(MANY_STEPS) as ManyStep[]).filter((step) => may(MANY_STEPS[step].right));
}

/** Those of the articles that a step fits. */
export function fitting(step: ManyStep, articles: readonly Listed[]): readonly Listed[] {
  return articles.filter(({ state, revision }) => state === MANY_STEPS[step].from && revision !== null);
}

/** Hears before each article how many are behind, and which of these stayed as they were. */
export type Told = (behind: number, left: readonly LeftAlone[]) => void;

/** Takes the step with one after the other, each as it stands in the list. */
export function takeStep(
  api: Api,
  step: ManyStep,
  articles: readonly Listed[],
  say: Say,
  told: Told,
): Promise<readonly LeftAlone[]> {
  return oneByOne(articles, say, told, async ({ article_id, revision }) => {
    await api.call("POST", `/staff/kb/articles/${encodeURIComponent(article_id)}/${step}`, { revision });
    return "";
  });
}

/**
 * Does something with one after the other; `act` gives why it left one alone, empty where it did not.
 *
 * Each stands in the audit by itself. What one is refused for stops no other; where nobody answers any more, or
 * the session is over, it ends.
 */
export async function oneByOne(
  articles: readonly Listed[],
  say: Say,
  told: Told,
  act: (article: Listed) => Promise<string>,
): Promise<readonly LeftAlone[]> {
  const left: LeftAlone[] = [];
  for (const [behind, article] of articles.entries()) {
    told(behind, [...left]);
    const why = await act(article).catch((error: unknown) => {
      if (isEnding(error)) throw error;
      return fault(error, say);
    });
    if (why) left.push({ article, why });
  }
  return left;
}

/** Whether an error says that the next article would meet it, too. */
export function isEnding(error: unknown): boolean {
  return !(error instanceof ApiError) || ENDING.has(error.code);
}

const ENDING: ReadonlySet<string> = new Set(["unreachable", "not_signed_in", "too_many"]);
