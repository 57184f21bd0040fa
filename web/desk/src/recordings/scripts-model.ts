/** What the staff's API says of the scripts of flows (docs/video.md). */

import type { Word } from "../words/index.ts";

export const KINDS = [
  "consent",
  "say",
  "ask",
  "see",
  "questionnaire",
  "suitability",
  "identity",
  "sign",
] as const;
export type StepKind = (typeof KINDS)[number];

export interface ScriptStep {
  readonly step: string;
  readonly kind: StepKind;
  readonly zh: string;
  readonly en: string;
  readonly answers: readonly string[];
  readonly faces: boolean;
}

export interface Content {
  readonly zh: string;
  readonly en: string;
  readonly recorded: boolean;
  readonly licences: readonly string[];
  readonly steps: readonly ScriptStep[];
}

/** A script: what applies, and the draft that waits; `version` 0: nothing applies yet. */
export interface ScriptKept {
  readonly script_id: string;
  readonly version: number;
  readonly live: Content | null;
  readonly revision: number;
  readonly draft: Content | null;
  readonly draft_by: string;
  readonly draft_at: string | null;
  readonly own_draft: boolean;
  readonly versions: readonly {
    readonly version: number;
    readonly approved_by: string;
    readonly approved_at: string;
  }[];
}

/** The words for what a step is. */
export const KIND_WORDS: Readonly<Record<StepKind, Word>> = {
  consent: "scConsent",
  say: "scSay",
  ask: "scAsk",
  see: "scSee",
  questionnaire: "scQuestionnaire",
  suitability: "scSuitability",
  identity: "scIdentity",
  sign: "scSign",
};

export type Change = "" | "new" | "changed" | "moved";

/** What became of a draft's step against what applies. */
export function changeOf(step: ScriptStep, at: number, live: Content | null): Change {
  if (!live) return "new";
  const was = live.steps.findIndex((each) => each.step === step.step);
  if (was < 0) return "new";
  if (JSON.stringify(live.steps[was]) !== JSON.stringify(step)) return "changed";
  return was === at ? "" : "moved";
}

/** The steps that a draft leaves out. */
export function leftOut(draft: Content, live: Content | null): readonly ScriptStep[] {
  return (live?.steps ?? []).filter(({ step }) => draft.steps.every((each) => each.step !== step));
}

/** The answers that somebody typed, parted by commas of either language. */
export function answersOf(text: string): readonly string[] {
  return text
    .split(/[,，、;；]/)
    .map((each) => each.trim())
    .filter(Boolean);
}
