/** The English words of one change of many articles. */

import type { zhBulk } from "./zh-bulk.ts";

export const enBulk: Record<keyof typeof zhBulk, string> = {
  kbBulk: "Change all chosen",
  kbBulkMany: "Change ({count})",
  kbBulkWhy:
    "Only what you fill in is changed, everything else stays as each article has it. Tags are added to and removed from those of each.",
  kbBulkKeep: "No change",
  kbBulkReviewSet: "Set a day",
  kbBulkReviewClear: "Clear the review-by date",
  kbBulkDay: "New review-by date",
  kbBulkTagsAdd: "Add tags (with commas between)",
  kbBulkTagsRemove: "Remove tags (with commas between)",
  kbBulkLook: "See what will change ({count})",
  kbBulkWill: "{count} articles will be changed",
  kbBulkOwner: "Owner: {name}",
  kbBulkReview: "Review by {day}",
  kbBulkAdds: "Tags added: {tags}",
  kbBulkRemoves: "Tags removed: {tags}",
  kbBulkMoves:
    "Moved to “{topic}”: in the draft, which somebody else reviews before it is published and customers see it",
  kbBulkFallsBack:
    "{count} of them are in review or approved: one that moves is a draft again, and has to be handed in anew",
  kbBulkDo: "Change {count}",
  kbBulkBack: "Back",
  kbBulkNothing: "Nothing is filled in yet. Please change at least one thing.",
  kbBulkTagBoth: "The tag “{tag}” is to be added and removed. Please keep one of both.",
  kbBulkTagLong: "The tag “{tag}” is too long: at most {limit} characters.",
  kbBulkTagsMost: "Too many tags: an article has at most {limit}.",
  kbBulkTagsFull: "It would have more than {limit} tags, so nothing was changed. Remove some first.",
  kbBulkSame: "It is like this already, so nothing was changed.",
  kbBulkOutdated:
    "Another version was published after the draft began, so nothing was changed. Open the article, look, save the draft, and try again.",
  kbBulkReach: "This article, or its owner, is not within reach of your right to write. It stays as it is.",
  kbBulkMovedOnly: "Its category was changed in the draft, and nothing else: {why}",
  kbManyStopped: "It stopped at “{title}”: open it and look. The {count} behind it were left as they are.",
};
