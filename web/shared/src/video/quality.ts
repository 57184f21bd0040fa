/** How good the line is, by what the browser counts of it; and when a picture is too much for it. */

/** `none`: nothing comes any more. */
export type Level = "good" | "fair" | "poor" | "none";

/** What was counted up to a moment, of both directions. */
export interface Counted {
  readonly received: number;
  readonly lost: number;
  /** Of what was sent, the share that the other side missed lately, from 0 to 1. */
  readonly missed: number;
  readonly roundTripMs: number;
}

export const LOOK_EVERY_MS = 2000;

const POOR = { lost: 0.1, roundTripMs: 800 } as const;
const FAIR = { lost: 0.03, roundTripMs: 400 } as const;

/** Looks in a row after which leaving the picture out is offered, and done: 4 s and 10 s. */
const OFFER_AFTER = 2;
const FALL_AFTER = 5;

const BACK_AFTER = 5;
const BACK_AFTER_MOST = 60;

/** Looks in a row that have to be good before the picture comes back by itself: 10 s, twice as long each time. */
export function backAfter(falls: number): number {
  return Math.min(BACK_AFTER_MOST, BACK_AFTER * 2 ** Math.max(0, falls - 1));
}

type Stats = Readonly<Record<string, unknown>>;

/** Counts what a browser reports (RTCStatsReport). */
export function countedOf(report: Iterable<Stats>): Counted {
  let [received, lost, missed, roundTripMs] = [0, 0, 0, 0];
  for (const stats of report) {
    if (stats["type"] === "inbound-rtp") {
      received += number(stats["packetsReceived"]);
      lost += number(stats["packetsLost"]);
    } else if (stats["type"] === "remote-inbound-rtp") {
      missed = Math.max(missed, number(stats["fractionLost"]));
      roundTripMs = Math.max(roundTripMs, 1000 * number(stats["roundTripTime"]));
    } else if (stats["type"] === "candidate-pair" && stats["nominated"] === true)
      roundTripMs = Math.max(roundTripMs, 1000 * number(stats["currentRoundTripTime"]));
  }
  return { received, lost, missed, roundTripMs };
}

/** How good the line was between two looks. */
export function levelOf(before: Counted, now: Counted): Level {
  const received = now.received - before.received;
  const lost = Math.max(0, now.lost - before.lost);
  if (received === 0 && before.received > 0) return "none";
  const share = Math.max(now.missed, lost + received > 0 ? lost / (lost + received) : 0);
  if (share > POOR.lost || now.roundTripMs > POOR.roundTripMs) return "poor";
  return share > FAIR.lost || now.roundTripMs > FAIR.roundTripMs ? "fair" : "good";
}

/** How it has been lately. */
export interface Lately {
  readonly bad: number;
  readonly good: number;
}

export const NOTHING_YET: Lately = { bad: 0, good: 0 };

export function afterLook({ bad, good }: Lately, level: Level): Lately {
  const isBad = level === "poor" || level === "none";
  return isBad ? { bad: bad + 1, good: 0 } : { bad: 0, good: good + 1 };
}

/** What follows, where it fell so often before: leaving the picture out is offered, or done; or it may come back by itself. */
export function advice({ bad, good }: Lately, falls: number): "" | "offer" | "fall" | "back" {
  if (bad >= FALL_AFTER) return "fall";
  if (bad >= OFFER_AFTER) return "offer";
  return good >= backAfter(falls) ? "back" : "";
}

function number(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
