/** Says what an error of the studio's routes means, and what to do. */

import { trouble } from "../shell/trouble.ts";
import { ApiError } from "../staff/api.ts";
import type { Say, Word } from "../words/index.ts";

const WORDS: Readonly<Record<string, Word>> = {
  own_work: "kbOwnWork",
  not_ready: "kbNotReady",
  conflict: "kbConflict",
  not_allowed: "kbNoRight",
  not_found: "kbGone",
  unavailable: "kbNoIndex",
  bad_input: "kbBadInput",
  bad_picture: "kbPictureBroken",
  media_type: "kbPictureKind",
  media_broken: "kbPictureBroken",
  media_infected: "kbPictureInfected",
  media_too_large: "kbPictureLarge",
  media_too_many_pixels: "kbPictureLarge",
};

/** The sentence for an error. */
export function fault(error: unknown, say: Say): string {
  if (error instanceof ApiError && error.code === "not_ready") {
    const figures = figuresIn(error.detail);
    if (figures.length) return say("kbNotReadyFigures", { figures: figures.join(say("comma")) });
  }
  const word = error instanceof ApiError ? WORDS[error.code] : undefined;
  return word ? say(word) : trouble(error, say);
}

/** The literal figures for which a draft was refused: the hub tells each as it stands there. */
export function figuresIn(detail: string): string[] {
  return [...detail.matchAll(/literal_refused “([^”]+)”/g)].map((found) => found[1] ?? "");
}
