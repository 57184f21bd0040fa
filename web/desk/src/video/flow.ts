/** What the hub tells of business flows in calls (docs/video.md). */

import type { Proven } from "./card.ts";

/** Words in both languages. */
interface Both {
  readonly zh: string;
  readonly en: string;
}

export interface ScriptShown extends Both {
  readonly script: string;
  readonly recorded: boolean;
}

export interface Question extends Both {
  readonly question: string;
  readonly options: readonly Both[];
}

/** What can be begun, and what is asked in a questionnaire. `demo`: services are played; `faces_by`: who looks for them; `ocr`: whether cards are read. */
export interface Flows {
  readonly type: "flows";
  readonly scripts: readonly ScriptShown[];
  readonly questions: readonly Question[];
  readonly demo: boolean;
  readonly faces_by: "model" | "demo" | "agent";
  readonly ocr: boolean;
}

export type StepKind =
  "consent" | "say" | "ask" | "see" | "questionnaire" | "suitability" | "identity" | "sign";

export interface Step extends Both {
  readonly step: string;
  readonly kind: StepKind;
  readonly answers: readonly string[];
  readonly faces: boolean;
}

/** A flow as it stands. */
export interface Case {
  readonly type: "case";
  readonly call: string;
  readonly script: string;
  readonly state: "open" | "done" | "stopped";
  readonly stopped_why: string;
  readonly steps: readonly Step[];
  readonly done: readonly string[];
  readonly missing: readonly string[];
  /** The steps in which a model saw both faces. */
  readonly by_model: readonly string[];
  /** What is written of each step that a service of the bank's did. */
  readonly proofs: Readonly<Record<string, Proven>>;
}

/** What the agent says of a step. */
export interface Tick {
  readonly step: string;
  readonly answer?: string;
  readonly answers?: Readonly<Record<string, number>>;
  readonly product_class?: number;
  readonly person?: { readonly name: string; readonly id_number: string };
  readonly document?: string;
}
