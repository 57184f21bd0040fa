/** What the staff's API says of accounts, roles, branches, teams and the audit (docs/staff.md). */

import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { Say, Word } from "../words/index.ts";

/** How far a right goes. */
export type Scope = "own" | "team" | "branch" | "all";

/** A name in both languages. */
export interface Named {
  readonly zh: string;
  readonly en: string;
}

/** One account. */
export interface Account {
  readonly account_id: string;
  readonly login: string;
  readonly name: string;
  readonly branch_id: string;
  readonly branch: string;
  readonly state: "active" | "disabled";
  readonly roles: readonly string[];
  readonly role_names: Readonly<Record<string, Named>>;
  readonly team_ids: readonly string[];
  readonly has_totp: boolean;
  readonly must_change: boolean;
  readonly created_at: string;
}

/** One account that somebody has opened. */
export interface Opened extends Account {
  /** Where notices go; empty for nowhere. */
  readonly email: string;
}

/** One branch; of the head office `parent` is null. */
export interface Branch {
  readonly branch_id: string;
  readonly parent: string | null;
  readonly name: string;
}

/** One team, with the accounts in it. */
export interface Team {
  readonly team_id: string;
  readonly name: string;
  readonly branch_id: string;
  readonly members: readonly string[];
}

/** One role, with how far each of its rights goes. */
export interface Role {
  readonly role: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly rights: Readonly<Record<string, Scope>>;
}

/** Something that a role can give. */
export interface Right {
  readonly name: string;
  readonly name_zh: string;
  readonly name_en: string;
}

/** One entry of the audit. */
export interface Entry {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly login: string | null;
  readonly action: string;
  readonly object_kind: string;
  readonly about: string;
  readonly result: string;
  readonly address: string;
}

/** A password that is shown once. */
export interface Handed {
  readonly login: string;
  readonly password: string;
}

/** A branch with how deep it lies below those that are shown. */
export interface Placed extends Branch {
  readonly depth: number;
}

/** What a role or a right is called. */
export function nameIn(
  named: { readonly name_zh: string; readonly name_en: string },
  language: Language,
): string {
  return language === "zh" ? named.name_zh : named.name_en;
}

/** The names of an account's roles. */
export function rolesOf(held: Pick<Account, "roles" | "role_names">, language: Language, say: Say): string {
  return held.roles.map((role) => held.role_names[role]?.[language] ?? role).join(say("comma"));
}

/** The branches as a tree is read: each above those below it. One whose parent is not shown is a root. */
export function inTree(branches: readonly Branch[]): readonly Placed[] {
  const there = new Set(branches.map((branch) => branch.branch_id));
  const below = new Map<string | null, Branch[]>();
  for (const branch of branches) {
    const parent = branch.parent !== null && there.has(branch.parent) ? branch.parent : null;
    below.set(parent, [...(below.get(parent) ?? []), branch]);
  }
  const placed: Placed[] = [];
  const walk = (parent: string | null, depth: number): void => {
    for (const branch of below.get(parent) ?? []) {
      placed.push({ ...branch, depth });
      walk(branch.branch_id, depth + 1);
    }
  };
  walk(null, 0);
  return placed;
}

/** The words for the states of an account. */
export const STATES: Readonly<Record<Account["state"], Word>> = {
  active: "stateActive",
  disabled: "stateDisabled",
};

/** The words for how far a right goes, from the nearest. */
export const SCOPES: readonly (readonly [Scope, Word])[] = [
  ["own", "scopeOwn"],
  ["team", "scopeTeam"],
  ["branch", "scopeBranch"],
  ["all", "scopeAll"],
];
