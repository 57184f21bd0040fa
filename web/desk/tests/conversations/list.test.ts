// @vitest-environment happy-dom
import { render } from "lit";
import { expect, test } from "vitest";
import { drawOffer, drawTask } from "../../src/conversations/list.ts";
import type { TaskShown } from "../../src/conversations/protocol.ts";
import type { RunningOffer, Work } from "../../src/conversations/work.ts";
import { speaker } from "../../src/words/index.ts";

const say = speaker("zh");
const TASK: TaskShown = {
  task: "f.1.1",
  state: "assigned",
  channel: "webchat",
  medium: "chat",
  customer: "FFFFFF",
  reason: "客户要求视频",
  urgent: false,
  since: "2026-11-30T08:00:00Z",
  last_at: "2026-11-30T08:00:00Z",
  last_text: "视频",
  unread: 0,
  unanswered_since: null,
  answer_within_s: 120,
};

function drawn(medium: "chat" | "video"): { offer: string; task: string } {
  const task = { ...TASK, medium };
  const why = { rule: "longest_idle", idle_s: 1, able: 1 };
  const offer = {
    reservation: "r",
    task,
    expires_in_s: 15,
    why,
    endsAt: Date.now() + 15_000,
  } as RunningOffer;
  const work = { chosen: "" } as Work;
  const text = (template: unknown): string => {
    const place = document.createElement("div");
    render(template, place);
    return place.querySelector('[data-testid="medium"]')?.textContent?.trim() ?? "";
  };
  return {
    offer: text(drawOffer(offer, work, say, () => {})),
    task: text(drawTask(task, work, say, "zh")),
  };
}

test("an offer and a task say that they are for a video call", () => {
  expect(drawn("video")).toEqual({ offer: "视频", task: "视频" });
  expect(drawn("chat")).toEqual({ offer: "", task: "" });
});
