/** What the staff's API says of queues, hours and agents (docs/routing.md). */

import type { Word } from "../words/index.ts";

/** Something with the version that a change of it has to name. */
export interface Versioned<Setup> {
  readonly version: number;
  readonly setup: Setup;
}

/** One queue; what the form does not show goes back as it came. */
export interface Queue {
  readonly queue_id: string;
  readonly name: string;
  readonly name_en: string;
  readonly place: number;
  readonly urgent: boolean;
  readonly segments: readonly string[];
  readonly languages: readonly string[];
  readonly needs: readonly { readonly skill: string; readonly level: number; readonly hard: boolean }[];
  readonly target_wait_s: Readonly<Record<string, number>>;
  readonly policy: string;
  readonly calendar_id: string | null;
  readonly max_waiting: number | null;
  readonly overflow_to: string | null;
}

/** Hours of queues. */
export interface Calendar {
  readonly calendar_id: string;
  readonly name: string;
  readonly zone: string;
  readonly weekly: readonly (readonly string[])[];
  readonly holidays: readonly string[];
  readonly workdays: readonly string[];
  readonly emergency: boolean;
}

/** How much of a channel somebody may have at once. */
export interface Room {
  readonly most: number;
  readonly cost: number;
  readonly hold_cost: number;
  readonly wrap_cost: number;
}

/** What an agent can do; `queues` null for all. */
export interface Profile {
  readonly account_id: string;
  readonly skills: Readonly<Record<string, { readonly level: number; readonly valid_until: string | null }>>;
  readonly languages: Readonly<Record<string, number>>;
  readonly channels: Readonly<Record<string, Room>>;
  readonly queues: readonly string[] | null;
  readonly ring: number;
}

/** One agent. */
export interface Agent extends Versioned<Profile> {
  readonly login: string;
  readonly name: string;
}

/** The words for who of those who could take a task is asked. */
export const POLICIES: readonly (readonly [string, Word])[] = [
  ["longest_idle", "policyLongestIdle"],
  ["least_loaded", "policyLeastLoaded"],
  ["best_skill", "policyBestSkill"],
  ["scarcity", "policyScarcity"],
];

/** The words for the days of a week, Monday first. */
export const WEEKDAYS: readonly Word[] = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
];
