/** Says what an error of the API means to who sits there. */

import { ApiError } from "../staff/api.ts";
import type { Say, Word } from "../words/index.ts";

const WORDS: Readonly<Record<string, Word>> = {
  unreachable: "unreachable",
  wrong_credentials: "wrongCredentials",
  weak_password: "weakPassword",
  not_signed_in: "sessionOver",
};

/** The sentence for an error; what is no `ApiError` is a fault of ours and thrown on. */
export function trouble(error: unknown, say: Say): string {
  if (!(error instanceof ApiError)) throw error;
  if (error.code === "too_many") return say("tooMany", { wait: waiting(error.retryAfterS, say) });
  const word = WORDS[error.code];
  return word ? say(word) : say("failed", { code: error.code });
}

function waiting(seconds: number, say: Say): string {
  return seconds < 90
    ? say("seconds", { count: Math.max(1, Math.ceil(seconds)) })
    : say("minutes", { count: Math.ceil(seconds / 60) });
}
