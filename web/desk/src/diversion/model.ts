/** What the staff's API says of the rules of diversion (docs/diversion.md), and how a rule reads in words. */

import { channelName } from "../conversations/channel.ts";
import type { Say, Word } from "../words/index.ts";

export type ActionKind = "bot" | "person" | "queue" | "self_service" | "callback" | "leave_message" | "video";

/** Hours of the bank's day; no days are all. */
export interface Hours {
  readonly days: readonly number[];
  readonly start: string;
  readonly end: string;
}

export interface Conditions {
  readonly channels: readonly string[];
  readonly segments: readonly string[];
  readonly tiers: readonly string[];
  readonly languages: readonly string[];
  readonly intents: readonly string[];
  readonly earlier: readonly string[];
  readonly urgencies: readonly string[];
  readonly age_from: number | null;
  readonly age_to: number | null;
  readonly mood_from: number | null;
  readonly waited_from_s: number | null;
  readonly failures_from: number | null;
  readonly hours: Hours | null;
}

export interface Action {
  readonly kind: ActionKind;
  readonly queue: string;
  readonly words: string;
  readonly words_en: string;
  readonly link_title: string;
  readonly link_url: string;
}

export interface Rule {
  readonly name: string;
  readonly place: number;
  readonly conditions: Conditions;
  readonly action: Action;
}

/** A rule as it applies (`live`), and what it is to become (`draft`). */
export interface ShownRule {
  readonly rule_id: string;
  readonly revision: number;
  readonly live: Rule | null;
  readonly version: number;
  readonly draft: Rule | null;
  readonly draft_by: string;
  readonly draft_at: string | null;
  readonly own_draft: boolean;
  readonly fired: number;
}

/** `POST /staff/diversion/try`. */
export interface Tried {
  readonly looked: number;
  readonly otherwise: readonly {
    readonly conversation: string;
    readonly turn: number;
    readonly words: string;
    readonly intent: string;
    readonly now: string;
    readonly then: string;
  }[];
  readonly by_rule: readonly { readonly name: string; readonly turns: number }[];
  readonly ages_unknown: readonly string[];
}

/** One entry of `GET /staff/diversion/log`. */
export interface Fired {
  readonly conversation: string;
  readonly turn: number;
  readonly rule_id: string;
  readonly version: number;
  readonly name: string;
  readonly action: string;
  readonly seen: Readonly<Record<string, unknown>>;
  readonly at: string;
}

/** The actions by their words, in the order in which they are offered. */
export const ACTIONS: readonly (readonly [ActionKind, Word])[] = [
  ["person", "divPerson"],
  ["queue", "divQueue"],
  ["bot", "divBot"],
  ["self_service", "divSelfService"],
  ["callback", "divCallback"],
  ["leave_message", "divLeaveMessage"],
  ["video", "divVideo"],
];

export const CHANNELS = ["webchat", "wechat", "miniprogram", "wecom", "wecom_kf", "sms"] as const;

export const MOODS: readonly (readonly [number, Word])[] = [
  [1, "divMood1"],
  [2, "divMood2"],
  [3, "divMood3"],
];

const FACTS: Readonly<Record<string, Word>> = {
  channel: "channel",
  at: "divFactAt",
  segment: "divSegments",
  tier: "divTiers",
  language: "language",
  age: "divFactAge",
  intent: "divIntents",
  earlier: "divEarlier",
  urgencies: "divUrgencies",
  mood: "divMood",
  waited_s: "divFactWaited",
  failures: "divFailures",
};

/** The words for an action. */
export function actionWord(kind: string, say: Say): string {
  const word = ACTIONS.find(([name]) => name === kind)?.[1];
  return word ? say(word) : kind;
}

/** What is done, with the queue where it leads to one. */
export function actionInWords(action: Action, say: Say): string {
  const word = actionWord(action.kind, say);
  return action.queue ? `${word} (${action.queue})` : word;
}

/** The conditions of a rule, each as a phrase; none where it is for everybody. */
export function conditionsInWords(conditions: Conditions, say: Say): string[] {
  const list = (word: Word, values: readonly string[]): string[] =>
    values.length ? [`${say(word)} ${values.join(say("comma"))}`] : [];
  const told = [
    ...list(
      "channel",
      conditions.channels.map((each) => channelName(each, say)),
    ),
    ...list("divSegments", conditions.segments),
    ...list("divTiers", conditions.tiers),
    ...list("language", conditions.languages),
    ...list("divIntents", conditions.intents),
    ...list("divEarlier", conditions.earlier),
    ...list("divUrgencies", conditions.urgencies),
  ];
  const { age_from, age_to, mood_from, waited_from_s, failures_from, hours } = conditions;
  if (age_from !== null || age_to !== null)
    told.push(say("divAges", { from: age_from ?? 0, to: age_to ?? "…" }));
  const mood = MOODS.find(([level]) => level === mood_from)?.[1];
  if (mood) told.push(say(mood));
  if (waited_from_s !== null) told.push(say("divWaited", { seconds: waited_from_s }));
  if (failures_from !== null) told.push(say("divFailed", { count: failures_from }));
  if (hours) told.push(`${daysInWords(hours.days, say)} ${hours.start}–${hours.end}`);
  return told;
}

function daysInWords(days: readonly number[], say: Say): string {
  const names = say("divDays").split(" ");
  return days.length ? days.map((day) => names[day - 1] ?? "").join(say("comma")) : say("divEveryDay");
}

/** What a rule saw, each fact as a phrase; facts of no weight are left out. */
export function factsInWords(seen: Readonly<Record<string, unknown>>, say: Say): string[] {
  return Object.entries(FACTS).flatMap(([name, word]) => {
    const value = seen[name];
    if (value === undefined || value === 0 || value === null) return [];
    const text =
      name === "channel"
        ? channelName(String(value), say)
        : Array.isArray(value)
          ? value.join(say("comma"))
          : String(value);
    return [`${say(word)} ${text}`];
  });
}

const NONE: Conditions = {
  channels: [],
  segments: [],
  tiers: [],
  languages: [],
  intents: [],
  earlier: [],
  urgencies: [],
  age_from: null,
  age_to: null,
  mood_from: null,
  waited_from_s: null,
  failures_from: null,
  hours: null,
};

/** A rule that somebody begins to write: behind those that are there. */
export function newRule(rules: readonly ShownRule[]): Rule {
  const places = rules.map(({ live, draft }) => (draft ?? live)?.place ?? 0);
  return {
    name: "",
    place: Math.min(9999, Math.max(0, ...places) + 10),
    conditions: NONE,
    action: { kind: "person", queue: "", words: "", words_en: "", link_title: "", link_url: "" },
  };
}

/** Where a rule stands. */
export function stateOf(rule: ShownRule): Word {
  if (rule.live && rule.draft) return "divLiveChanged";
  return rule.live ? "divLive" : "divDraft";
}
