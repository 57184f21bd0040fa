/** The pages of People, in their order; each opens with a right. More are added here, one entry each. */

import { html, type TemplateResult } from "lit";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { Staff } from "../staff/me.ts";
import type { Say, Word } from "../words/index.ts";
import "../integrations/keys.ts";
import "../integrations/webhooks.ts";
import "./accounts.ts";
import "./agents.ts";
import "./audit.ts";
import "./branches.ts";
import "./calendars.ts";
import "./queues.ts";
import "./roles.ts";
import "./teams.ts";

/** The section's name in the page's address. */
export const SECTION = "people";

/** One page; `right`: who holds it sees the page. */
export interface Page {
  readonly name: string;
  readonly word: Word;
  readonly right: string;
  readonly draw: (staff: Staff, say: Say, language: Language) => TemplateResult;
}

const PAGES: readonly Page[] = [
  {
    name: "accounts",
    word: "accounts",
    right: "accounts.read",
    draw: (staff, say, language) =>
      html`<yq-accounts .staff=${staff} .say=${say} .language=${language}></yq-accounts>`,
  },
  {
    name: "roles",
    word: "rolesAndRights",
    right: "roles.read",
    draw: (staff, say, language) =>
      html`<yq-roles .staff=${staff} .say=${say} .language=${language}></yq-roles>`,
  },
  {
    name: "branches",
    word: "branches",
    right: "branches.read",
    draw: (staff, say, language) =>
      html`<yq-branches .staff=${staff} .say=${say} .language=${language}></yq-branches>`,
  },
  {
    name: "teams",
    word: "teams",
    right: "teams.read",
    draw: (staff, say, language) =>
      html`<yq-teams .staff=${staff} .say=${say} .language=${language}></yq-teams>`,
  },
  {
    name: "queues",
    word: "queues",
    right: "routing.read",
    draw: (staff, say, language) =>
      html`<yq-queues .staff=${staff} .say=${say} .language=${language}></yq-queues>`,
  },
  {
    name: "agents",
    word: "agentSkills",
    right: "agents.read",
    draw: (staff, say, language) =>
      html`<yq-agents .staff=${staff} .say=${say} .language=${language}></yq-agents>`,
  },
  {
    name: "calendars",
    word: "calendars",
    right: "routing.read",
    draw: (staff, say, language) =>
      html`<yq-calendars .staff=${staff} .say=${say} .language=${language}></yq-calendars>`,
  },
  {
    name: "keys",
    word: "ikKeys",
    right: "integrations.read",
    draw: (staff, say, language) =>
      html`<yq-api-keys .staff=${staff} .say=${say} .language=${language}></yq-api-keys>`,
  },
  {
    name: "webhooks",
    word: "ikHooks",
    right: "integrations.read",
    draw: (staff, say, language) =>
      html`<yq-webhooks .staff=${staff} .say=${say} .language=${language}></yq-webhooks>`,
  },
  {
    name: "audit",
    word: "audit",
    right: "audit.read",
    draw: (staff, say, language) =>
      html`<yq-audit .staff=${staff} .say=${say} .language=${language}></yq-audit>`,
  },
];

/** The pages that somebody may see. */
export function pagesFor(staff: Staff): readonly Page[] {
  return PAGES.filter(({ right }) => staff.may(right));
}
