/** The English words of categories, reviews that wait, and the steps of an article. */

import type { zhCategories } from "./zh-categories.ts";

export const enCategories: Record<keyof typeof zhCategories, string> = {
  kbCategoryUnnamed: "No name yet",
  kbGiveBackReally: "Give it back",
  kbWithdrawReally: "Withdraw it now",
  kbCategoryHouse: "Head office (for everybody)",
  kbCategoryElsewhere: "Another branch",
  kbCategoryYours: "You may write here",
  kbCategoryReadOnly: "Read only",
  kbCategoryForeign:
    "Editors of its branch name it and write in it. Ask them for a change, or an administrator to give it to another branch.",
  kbCategoryBranch: "Branch",
  kbCategoryGive: "Save branch",
  kbCategoryGiven: "Saved. Who writes for their own branch alone does so from now on.",
  kbCategoryStrict: "No literal rates or fees",
  kbCategoryStrictWhy:
    "A draft with a rate, fee or amount written out cannot be handed in, approved or published before that is turned into a value. What is published is answered as before, and marked in the list.",
  kbCategoryStrictOn: "Literal rates and fees are refused from now on.",
  kbCategoryStrictOff: "Literal figures are only warned of again.",
  kbCategoryFigures: "{count} published with literal figures",
  kbCategoryTaken: "A category is called so already ({topic}). Choose another name, or use that category.",
  kbCategoryTakenMeanwhile: "Somebody has just called another category so. Choose another name.",
  kbTopicClosed: "This category belongs to another branch: you cannot write in it. Choose another one.",
  kbHasFigures: "Literal figures",
  kbFiguresOnly: "With literal figures",
  kbLiteralRefused: "No literal figures in this category: turn {detail} into a value",
  kbNotReadyFigures:
    "No literal figures in this category: {figures}. Open the article, press “Make it a value”, then go on.",
  kbImportStopped:
    "{count} rows can become drafts, but cannot be handed in before what is red has been mended.",
  kbReviewsWaiting: "{count} drafts wait for your review",
  kbReviewable: "For my review",
  kbNoReviewable: "No draft waits for your review. What colleagues hand in comes here.",
  kbStepsBar: "Next step",
  kbGapInReview: "Its draft was handed in. Adding makes it a draft again, which has to be handed in anew.",
  kbGapOpenDraft: "Open the draft",
};
