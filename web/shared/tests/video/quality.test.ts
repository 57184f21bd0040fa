import { expect, test } from "vitest";
import { advice, afterLook, backAfter, countedOf, levelOf, NOTHING_YET } from "../../src/video/quality.ts";

const counted = (more: object) => ({ received: 1000, lost: 0, missed: 0, roundTripMs: 40, ...more });

test("what a browser reports is counted over sound and picture, both ways", () => {
  const report = [
    { type: "inbound-rtp", kind: "audio", packetsReceived: 100, packetsLost: 1 },
    { type: "inbound-rtp", kind: "video", packetsReceived: 300, packetsLost: 4 },
    { type: "remote-inbound-rtp", fractionLost: 0.25, roundTripTime: 0.12 },
    { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.3 },
    { type: "candidate-pair", nominated: false, currentRoundTripTime: 9 },
    { type: "outbound-rtp", packetsSent: 7 },
  ];
  expect(countedOf(report)).toEqual({ received: 400, lost: 5, missed: 0.25, roundTripMs: 300 });
  expect(countedOf([{ type: "inbound-rtp", packetsLost: undefined }]).lost).toBe(0);
});

test("a line is as good as its worse direction", () => {
  const level = (more: object) => levelOf(counted({}), counted(more));
  expect(level({ received: 1100 })).toBe("good");
  expect(level({ received: 1095, lost: 5 })).toBe("fair");
  expect(level({ received: 1080, lost: 20 })).toBe("poor");
  expect(level({ received: 1100, missed: 0.2 })).toBe("poor");
  expect(level({ received: 1100, roundTripMs: 900 })).toBe("poor");
  expect(level({ received: 1000 })).toBe("none");
  expect(levelOf(counted({ received: 0 }), counted({ received: 0 }))).toBe("good");
});

test("it is offered after 4 s, done after 10 s, and taken back after 10 s of a good line", () => {
  let lately = NOTHING_YET;
  const said = (level: "good" | "poor" | "none") => advice((lately = afterLook(lately, level)), 1);
  expect([said("poor"), said("none"), said("poor"), said("poor"), said("poor")]).toEqual([
    "",
    "offer",
    "offer",
    "offer",
    "fall",
  ]);
  expect([said("good"), said("good"), said("good"), said("good"), said("good")]).toEqual([
    "",
    "",
    "",
    "",
    "back",
  ]);
  expect(said("poor")).toBe("");
  expect(advice({ bad: 0, good: 9 }, 2)).toBe("");
  expect(advice({ bad: 0, good: 10 }, 2)).toBe("back");
  expect(backAfter(20)).toBe(60);
});
