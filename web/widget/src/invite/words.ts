/** The words of the invitation, in both languages. */

import { speakerOf, type Say as SayOf } from "@yuanqiao/shared/words/speaker.ts";

const zh = {
  title: "在线咨询邀请",
  invitation: "填写时遇到问题了吗？我们可以帮您。",
  kept: "只记得这张表单今天没有填完的次数，不记您填了什么。",
  ask: "问一问",
  no: "不用了",
} as const;

const en: Record<keyof typeof zh, string> = {
  title: "An invitation to chat",
  invitation: "Is there something in this form that we can help you with?",
  kept: "All that is kept is how often it was left today, and nothing of what you typed.",
  ask: "Ask us",
  no: "No, thanks",
};

/** The catalogues, for the test of their words. */
export const invitation = { zh, en } as const;

/** Says one of the invitation's words. */
export type Say = SayOf<keyof typeof zh>;

/** Speaks a language. */
export const speaker = speakerOf<keyof typeof zh>(invitation);
