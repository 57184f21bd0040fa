import { expect, test } from "vitest";
import { type CardPicture, cardTold, maskedName, maskedNumber, provenTold } from "../../src/video/card.ts";
import type { Say } from "../../src/words/index.ts";

const say = ((word: string, values: Record<string, string> = {}) =>
  `${word}(${Object.values(values).join("|")})`) as unknown as Say;
const card = (trouble: string): CardPicture => ({
  type: "picture",
  call: "c",
  step: "identity",
  picture: "",
  name: "张伟铭",
  id_number: "000000199001010003",
  trouble,
});

test("a name and a number are masked as the house masks them", () => {
  expect(maskedName("张伟铭")).toBe("张**");
  expect(maskedName("𠮷野")).toBe("𠮷*");
  expect(maskedName("")).toBe("");
  expect(maskedNumber("000000199001010003")).toBe("000***********0003");
  expect(maskedNumber("1234567")).toBe("*******");
});

test("what was read is told masked, and a trouble instead of it", () => {
  expect(cardTold(card(""), say)).toBe("cardRead(张**|000***********0003)");
  expect(cardTold(card("check_digit"), say)).toBe("cardCheckDigit()");
  expect(cardTold(card("not_installed"), say)).toBe("cardNotInstalled()");
});

test("a demonstration is never told without saying so, and a score that is missing is not a score", () => {
  const proof = { provider: "DEMO", score: 100, face_score: 100, document_by: "ocr" } as const;
  const told = provenTold({ ...proof, demo: true }, say, "zh");
  expect(told).toContain("proofDemo()");
  expect(told).toContain("proofFace(100)");
  expect(told).toContain("proofLive(proofNotLooked())");
  expect(provenTold(proof, say, "zh")).not.toContain("proofDemo");
});

test("a signature is told without scores of a face", () => {
  const told = provenTold({ provider: "某行", score: 0, expires_at: "2026-12-01T00:00:00+00:00" }, say, "en");
  expect(told).toContain("proofBy(某行)");
  expect(told).toContain("proofUntil(01/12/2026");
  expect(told).not.toContain("proofFace");
  expect(told).not.toContain("proofScore");
});
