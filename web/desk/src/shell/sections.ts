/** The sections of the desk, in their order; each opens with a right, one's own account to everybody. */

import { html, type TemplateResult } from "lit";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { Staff } from "../staff/me.ts";
import type { Say, Word } from "../words/index.ts";
import { book } from "./book.ts";
import { fork } from "./fork.ts";
import { lock } from "./lock.ts";
import type { Counts } from "./waiting.ts";

/**
 * One section; `right`: who holds it, or one of several, sees the section; without one everybody does. It is
 * drawn with how much waits at which of its pages.
 */
export interface Section {
  readonly name: string;
  readonly word: Word;
  readonly icon: TemplateResult;
  readonly right?: string | readonly string[];
  readonly draw: (staff: Staff, say: Say, language: Language, pages: Counts) => TemplateResult;
}

const SECTIONS: readonly Section[] = [
  {
    name: "conversations",
    word: "conversations",
    icon: icons.talk,
    right: "conversations.serve",
    draw: (staff, say, language) =>
      html`<yq-conversations .staff=${staff} .say=${say} .language=${language}></yq-conversations>`,
  },
  {
    name: "cases",
    word: "cases",
    icon: icons.file,
    right: "cases.read",
    draw: (staff, say, language) =>
      html`<yq-cases .staff=${staff} .say=${say} .language=${language}></yq-cases>`,
  },
  {
    name: "supervision",
    word: "supervision",
    icon: icons.tiles,
    right: "supervision.watch",
    draw: (staff, say, language) =>
      html`<yq-supervision .staff=${staff} .say=${say} .language=${language}></yq-supervision>`,
  },
  {
    name: "inspection",
    word: "inspection",
    icon: icons.star,
    right: ["inspection.read", "inspection.sheets"],
    draw: (staff, say, language) =>
      html`<yq-inspection .staff=${staff} .say=${say} .language=${language}></yq-inspection>`,
  },
  {
    name: "recordings",
    word: "recordings",
    icon: icons.camera,
    right: ["recordings.read", "flows.read"],
    draw: (staff, say, language) =>
      html`<yq-recordings .staff=${staff} .say=${say} .language=${language}></yq-recordings>`,
  },
  {
    name: "phrases",
    word: "phrases",
    icon: icons.document,
    right: "replies.use",
    draw: (staff, say) => html`<yq-phrases .staff=${staff} .say=${say}></yq-phrases>`,
  },
  {
    name: "knowledge",
    word: "knowledge",
    icon: book,
    right: ["knowledge.read", "knowledge.categories"],
    draw: (staff, say, language, pages) =>
      html`<yq-knowledge .staff=${staff} .say=${say} .language=${language} .counts=${pages}></yq-knowledge>`,
  },
  {
    name: "navigation",
    word: "navigation",
    icon: icons.place,
    right: "navigation.read",
    draw: (staff, say, language) =>
      html`<yq-navigation .staff=${staff} .say=${say} .language=${language}></yq-navigation>`,
  },
  {
    name: "diversion",
    word: "diversion",
    icon: fork,
    right: "diversion.read",
    draw: (staff, say, language) =>
      html`<yq-diversion .staff=${staff} .say=${say} .language=${language}></yq-diversion>`,
  },
  {
    name: "outreach",
    word: "outreach",
    icon: icons.envelope,
    right: "outreach.read",
    draw: (staff, say, language) =>
      html`<yq-outreach .staff=${staff} .say=${say} .language=${language}></yq-outreach>`,
  },
  {
    name: "records",
    word: "records",
    icon: lock,
    right: "records.read",
    draw: (staff, say, language) =>
      html`<yq-records .staff=${staff} .say=${say} .language=${language}></yq-records>`,
  },
  {
    name: "people",
    word: "people",
    icon: icons.people,
    right: ["accounts.read", "roles.read", "audit.read", "routing.read", "agents.read", "integrations.read"],
    draw: (staff, say, language) =>
      html`<yq-people .staff=${staff} .say=${say} .language=${language}></yq-people>`,
  },
  {
    name: "account",
    word: "you",
    icon: icons.person,
    draw: (staff, say, language) =>
      html`<yq-account .staff=${staff} .say=${say} .language=${language}></yq-account>`,
  },
];

/** The sections that somebody may see. */
export function sectionsFor(staff: Staff): readonly Section[] {
  return SECTIONS.filter(
    ({ right }) => right === undefined || [right].flat().some((each) => staff.may(each)),
  );
}
