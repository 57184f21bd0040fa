/** English words of an article's further fields: notes for agents, links, for whom it is, pictures. */

import type { zhFields } from "./zh-fields.ts";

export const enFields: Record<keyof typeof zhFields, string> = {
  kbNote: "Internal note (agents only)",
  kbNoteHint:
    "Agents see it beside the suggested answer; no customer sees it on any channel. {count} of {limit} characters",
  agentsOnly: "For agents only",
  suggestAnswered: "The bot answered with: {title}, version {version}",
  kbReaderWord:
    "“{detail}” is no code of the bank’s systems, so no customer can match it: audiences, regions and segments have letters, digits, points, hyphens and underscores only",
  kbForWhom: "Who will see it",
  kbSeenBy: "Seen on: {channels} · {readers}",
  kbReadersSome: "only customers of {groups}",
  kbGroupOf: "{field} {words}",
  kbGroupAnd: " and ",
  kbReadersTold:
    "Only customers who signed in, and of whom the bank’s systems tell this, will see it; help pages and others will not show it.",
  kbWordAdd: "Add",
  kbWordAddTo: "Add to {field}",
  kbWordRemove: "Remove {word}",
  kbWordWrong:
    "Not added: {words}. Please write the code of the bank’s systems: letters, digits, points, hyphens and underscores, 64 at most.",
  kbLinksNone: "No links yet. They stand below the answer.",
  kbLinksMost: "At most {count} links.",
  kbLinkAdd: "Add a link",
  kbLinkNumber: "Link {number}",
  kbLinkTitle: "Name of the link",
  kbLinkUrl: "Address (https://…)",
  kbLinkDescription: "Description (optional)",
  kbLinkRemove: "Remove",
  kbLinkRemoveOf: "Remove link {number}",
  kbLinkNoTitle: "Please name the link, or remove it.",
  kbLinkAddress: "Please write the whole address, beginning with https:// and without spaces.",
  kbLinkMend: "A link is not complete. Please give its name and address, or remove it, and save again.",
  kbPictureAdd: "Picture",
  kbPictureHow:
    "Pictures can be pasted or dropped into the answer: PNG, JPEG or WebP; large ones are made smaller.",
  kbPicturePasted: "Pasted picture",
  kbPictureAlt: "What the picture shows (required)",
  kbPictureAltWhy:
    "Channels that show no pictures, such as SMS, and customers who cannot see them, read these words. Please say what matters in the picture.",
  kbPictureInsert: "Put the picture in",
  kbPictureSending: "Sending…",
  kbPictureCancel: "Cancel",
  kbPictureKind:
    "This file is no PNG, JPEG or WebP picture and cannot stand in an answer. Please save it as one of these and choose it again.",
  kbPictureBroken:
    "The picture cannot be opened or is not complete. Please export it once more and choose it again.",
  kbPictureLarge:
    "The picture is too large, over 300,000 bytes even when made smaller. Please crop it or take a simpler one.",
  kbPictureInfected:
    "The security scan did not pass, and the picture was not kept. Please take a file from a trusted source.",
  kbPictureMissing:
    "Picture {detail} was not uploaded, so customers would not see it. Please put it in anew with “Picture”",
};
