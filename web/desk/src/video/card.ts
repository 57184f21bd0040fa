/** What the desk says of the customer's identity card: what was read, masked; what the trouble is; what the check said. */

import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { Say, Word } from "../words/index.ts";

/** The customer's picture (JPEG, base64), and what was read in it; empty where it could not be read. */
export interface CardPicture {
  readonly type: "picture";
  readonly call: string;
  readonly step: string;
  readonly picture: string;
  readonly name: string;
  readonly id_number: string;
  readonly trouble: string;
}

/** What is written of a step that a service of the bank's did. */
export interface Proven {
  readonly provider: string;
  readonly demo?: boolean;
  readonly score: number;
  readonly face_score?: number | null;
  readonly liveness_score?: number | null;
  readonly expires_at?: string | null;
  readonly document_by?: "ocr" | "typed";
}

const TROUBLES: Readonly<Record<string, Word>> = {
  no_card: "cardNone",
  back: "cardBack",
  blurred: "cardBlurred",
  number_unseen: "cardUnseen",
  check_digit: "cardCheckDigit",
  no_name: "cardNoName",
  unread: "cardUnread",
  not_installed: "cardNotInstalled",
};

/** A name as lists show it: the family's name stays. */
export function maskedName(name: string): string {
  const [first = "", ...others] = [...name];
  return first + "*".repeat(others.length);
}

/** A number as lists show it (as `hub/privacy.py` does). */
export function maskedNumber(number: string): string {
  return number.length < 8
    ? "*".repeat(number.length)
    : number.slice(0, 3) + "*".repeat(number.length - 7) + number.slice(-4);
}

/** What came of the customer's picture, in a sentence. */
export function cardTold(card: CardPicture, say: Say): string {
  const trouble = TROUBLES[card.trouble];
  if (trouble) return say(trouble);
  return say("cardRead", { name: maskedName(card.name), number: maskedNumber(card.id_number) });
}

/** What the check said, with whose word it is and until when it holds. */
export function provenTold(proof: Proven, say: Say, language: Language): string {
  const parts = [say("proofBy", { by: proof.provider })];
  if (proof.document_by) {
    parts.push(say(proof.document_by === "ocr" ? "proofRead" : "proofTyped"));
    parts.push(say("proofScore", { score: String(proof.score) }));
    parts.push(
      scoreTold("proofFace", proof.face_score, say),
      scoreTold("proofLive", proof.liveness_score, say),
    );
  }
  if (proof.expires_at) {
    const at = new Date(proof.expires_at).toLocaleString(language === "zh" ? "zh-CN" : "en-GB");
    parts.push(say("proofUntil", { at }));
  }
  if (proof.demo) parts.push(say("proofDemo"));
  return parts.join(say("proofComma"));
}

function scoreTold(word: "proofFace" | "proofLive", score: number | null | undefined, say: Say): string {
  return say(word, { score: typeof score === "number" ? String(score) : say("proofNotLooked") });
}
