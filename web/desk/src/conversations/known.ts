/** Names for what the house knows by codes: why a person was asked for, and the facts that go along. */

import type { Say, Word } from "../words/index.ts";

const KINDS: Readonly<Record<string, Word>> = {
  card_lost: "kindCardLost",
  account_taken: "kindAccountTaken",
  code_given: "kindCodeGiven",
  life: "kindLife",
  money_gone: "kindMoneyGone",
  phone_lost: "kindPhoneLost",
  scam: "kindScam",
  scam_coming: "kindScamComing",
};
const FACTS: Readonly<Record<string, Word>> = {
  verification: "factVerification",
  audience: "factAudience",
  region: "factRegion",
  segment: "factSegment",
  tier: "factTier",
  language: "language",
  product: "factProduct",
  source: "factSource",
  what: "factWhat",
  card: "factCard",
  tail: "factTail",
  amount: "factAmount",
  when: "factWhen",
  through: "factThrough",
  who: "factWho",
  in_hand: "factInHand",
  frozen: "factFrozen",
  police: "factPolice",
  paid: "factPaid",
  callback_at: "factCallbackAt",
  callback_by: "factCallbackBy",
  callback_to: "factCallbackTo",
};
/** A time of the bank's clocks, as far as its minute. */
const MINUTE = /^([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2})/;
const VALUES: Readonly<Record<string, Word>> = {
  ...KINDS,
  credit: "cardCredit",
  debit: "cardDebit",
  both: "cardBoth",
  phone: "byPhone",
  here: "byHere",
  true: "yes",
  false: "no",
};

/** Why a person was asked for: a code of the house in words, the customer's own words as they are. */
export function reasonName(reason: string, say: Say): string {
  if (reason === "bot_unavailable") return say("reasonBotAway");
  const kind = KINDS[reason.replace(/^urgent\./, "")];
  return kind && reason.startsWith("urgent.") ? say(kind) : reason;
}

const DISPOSITIONS: Readonly<Record<string, Word>> = {
  solved: "dispositionSolved",
  forwarded: "dispositionForwarded",
  unsolved: "dispositionUnsolved",
  not_a_request: "dispositionNothing",
  unset: "dispositionUnset",
};

/** How a conversation ended. */
export function dispositionName(code: string, say: Say): string {
  const word = DISPOSITIONS[code];
  return word ? say(word) : code;
}

/** What kind of request somebody made. */
export function requestKind(kind: string, say: Say): string {
  return kind === "complaint" ? say("requestComplaint") : say("requestPerson");
}

/** The name of a fact. */
export function factName(name: string, say: Say): string {
  const word = FACTS[name];
  return word ? say(word) : name;
}

/** The value of a fact; lists are named one by one. */
export function factValue(value: string, say: Say): string {
  const moment = MINUTE.exec(value);
  if (moment) return `${moment[1]} ${moment[2]}`;
  return value
    .split(", ")
    .map((each) => (VALUES[each] ? say(VALUES[each]) : each))
    .join(say("comma"));
}
