/** What the staff's API says of recordings (docs/video.md), and how it is put into words. */

import type { Language } from "@yuanqiao/shared/words/language.ts";
import { type Proven, provenTold } from "../video/card.ts";
import type { Say, Word } from "../words/index.ts";

export type Side = "customer" | "agent";

/** One recording in the list. */
export interface Recording {
  readonly recording_id: string;
  readonly conversation: string;
  readonly script: string;
  readonly zh: string;
  readonly en: string;
  readonly version: number;
  readonly agent: string;
  readonly state: "open" | "ended" | "sealed" | "removed";
  readonly flow: "open" | "done" | "stopped";
  readonly agreed_at: string;
  readonly lacks: readonly string[];
  readonly held: boolean;
  readonly kept_until: string | null;
}

/** `GET /staff/recordings`. */
export interface Recordings {
  readonly recordings: readonly Recording[];
  readonly scripts: Readonly<Record<string, string>>;
}

/** A step; `at_ms` since the call was joined, null where it was never taken. */
export interface Step {
  readonly step: string;
  readonly zh: string;
  readonly en: string;
  readonly result: "done" | "failed" | "";
  readonly at_ms: number | null;
  readonly answer: string;
  /** Who saw that both faces are in the picture, where that is the step. */
  readonly faces_by: "" | "agent" | "model";
  readonly provider: string;
  /** What the check of an identity said, where that is the step and it was done. */
  readonly proof: Proven | null;
}

/** A stretch of a file that can be played. */
export interface Part {
  readonly file: string;
  readonly side: Side;
  readonly medium: "audio" | "video";
  readonly begins_ms: number;
  readonly ends_ms: number;
}

export interface Said {
  readonly side: Side;
  readonly at_ms: number;
  readonly text: string;
}

export interface Happened {
  readonly at_ms: number;
  readonly kind: "lost" | "back";
  readonly side: string;
}

/** A recording that was opened. */
export interface Opened extends Recording {
  readonly ticket: string;
  readonly picture: "made" | "failed" | "waiting";
  readonly begins_ms: number;
  readonly steps: readonly Step[];
  readonly happened: readonly Happened[];
  readonly parts: readonly Part[];
  readonly said: readonly Said[];
  /** Whether there is a transcript; `off`: no speech recognition is connected. */
  readonly words: "made" | "failed" | "waiting" | "off";
  readonly words_by: string;
  readonly words_demo: boolean;
  readonly holds: readonly { readonly reference: string; readonly by: string; readonly at: string }[];
  readonly exports: readonly { readonly reason: string; readonly by: string; readonly at: string }[];
  readonly product_ends_on: string | null;
  readonly removed_at: string | null;
}

/** The words for where a recording stands. */
export const STATES: Readonly<Record<Recording["state"], Word>> = {
  open: "rcOpen",
  ended: "rcEnded",
  sealed: "rcSealed",
  removed: "rcRemoved",
};

/** The words for how its flow ended. */
export const FLOWS: Readonly<Record<Recording["flow"], Word>> = {
  open: "rcFlowOpen",
  done: "rcFlowDone",
  stopped: "rcFlowStopped",
};

const SIDES: Readonly<Record<string, Word>> = {
  customer: "rcCustomer",
  agent: "rcAgent",
  server: "rcServer",
  disk: "rcDisk",
};

/** Who it is. */
export function sideWords(side: string, say: Say): string {
  return say(SIDES[side] ?? "rcHouse");
}

/** Minutes and seconds, as a player shows them. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${hours ? `${hours}:` : ""}${two(minutes)}:${two(seconds % 60)}`;
}

/** Where to jump in the picture, in seconds: two before what is sought, so that its beginning is heard. */
export function placeIn(opened: Pick<Opened, "begins_ms">, atMs: number): number {
  return Math.max(0, (atMs - opened.begins_ms) / 1000 - 2);
}

const GAP = /^(customer|agent)'s (audio|video) is missing from (\d+) to (\d+) ms$/;
const STEP = /^step (\w+) (is missing|failed)/;
const DEMO = /^step (\w+) was played by a demonstration/;

/** What is missing, in the reader's words; `steps`: to name one, where they are known. */
export function lackWords(lack: string, say: Say, steps: readonly Step[] = [], language = "zh"): string {
  const named = (step: string): string => {
    const found = steps.find((each) => each.step === step);
    return (language === "zh" ? found?.zh : found?.en) ?? step;
  };
  const gap = GAP.exec(lack);
  if (gap) {
    const [, side = "", medium, from, to] = gap;
    return say(medium === "audio" ? "rcLackAudio" : "rcLackVideo", {
      side: sideWords(side, say),
      from: clock(Number(from)),
      to: clock(Number(to)),
    });
  }
  const step = STEP.exec(lack);
  if (step)
    return say(step[2] === "failed" ? "rcStepFailed" : "rcStepMissing", { step: named(step[1] ?? "") });
  const demo = DEMO.exec(lack);
  if (demo) return say("rcLackDemo", { step: named(demo[1] ?? "") });
  return lack === "recording began before the customer agreed to it"
    ? say("rcLackConsent")
    : say("rcLackOther", { what: lack });
}

/** What there is to say of the transcript. */
export function wordsTold({ words, words_by: by, words_demo: demo, said }: Opened, say: Say): string {
  if (words === "off") return say("rcNoSpeech");
  if (words === "waiting") return say("rcSpeechWaiting");
  if (words === "failed") return say("rcSpeechFailed");
  if (demo) return say("rcSpeechDemo");
  return say(said.length ? "rcSpeechBy" : "rcSpeechSilent", { by });
}

/** By whom both faces were seen, where that is the step and it was done. */
function facesWords({ faces_by: by, provider }: Step, say: Say): string {
  if (by === "model") return provider === "DEMO" ? say("rcFacesDemo") : say("rcFacesModel", { by: provider });
  return by === "agent" ? say("rcFacesWord") : "";
}

/** One line of what is found in a recording, by its time. */
export interface Line {
  readonly at_ms: number;
  readonly what: "step" | "said" | "happened";
  readonly text: string;
}

/** Steps, what was said and what happened, in their order, of which a word is sought. */
export function linesOf(opened: Opened, sought: string, say: Say, language: Language): readonly Line[] {
  const lines: Line[] = [];
  for (const step of opened.steps) {
    if (step.at_ms === null) continue;
    const words = language === "zh" ? step.zh : step.en;
    const answer = step.answer ? ` → ${step.answer}` : "";
    const proof = step.proof ? say("rcProof", { told: provenTold(step.proof, say, language) }) : "";
    const failed = step.result === "failed" ? `${say("rcFailed")} ` : "";
    lines.push({
      at_ms: step.at_ms,
      what: "step",
      text: `${failed}${words}${answer}${facesWords(step, say)}${proof}`,
    });
  }
  for (const { at_ms, side, text } of opened.said)
    lines.push({ at_ms, what: "said", text: `${sideWords(side, say)}：${text}` });
  for (const { at_ms, kind, side } of opened.happened)
    lines.push({
      at_ms,
      what: "happened",
      text: say(kind === "lost" ? "rcLost" : "rcBack", { side: sideWords(side, say) }),
    });
  const wanted = sought.trim().toLowerCase();
  return lines
    .filter(({ text }) => text.toLowerCase().includes(wanted))
    .sort((one, other) => one.at_ms - other.at_ms);
}
