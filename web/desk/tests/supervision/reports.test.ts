// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import { YqReports } from "../../src/supervision/reports.ts";
import { ApiError } from "../../src/staff/api.ts";
import type { Staff } from "../../src/staff/me.ts";
import { speaker } from "../../src/words/index.ts";

const FIGURES = {
  conversations: 7,
  asked: 4,
  handled: 3,
  abandoned: 1,
  service_level: 0.75,
  waited_s: 65,
  satisfaction: null,
};
const LINE = { key: "webchat", name: "webchat", figures: FIGURES };
const BEHIND = {
  total: 3,
  conversations: [
    { conversation: "k.1", task: "k.1.2", customer: "ABCDEF", began_at: null, words: "年费扣了两次" },
  ],
};

let reports: YqReports;
let asked: string[];
let refuse: string;

beforeEach(async () => {
  asked = [];
  refuse = "";
  const call = (_method: string, path: string): Promise<unknown> => {
    if (path === "/staff/reports/plans") return Promise.resolve({ plans: [], has_mail: true });
    asked.push(path);
    if (refuse) return Promise.reject(new ApiError(refuse, ""));
    return Promise.resolve(path.includes("/conversations") ? BEHIND : { lines: [LINE], whole: LINE });
  };
  reports = new YqReports();
  reports.staff = { api: { call }, may: () => true } as unknown as Staff;
  reports.say = speaker("zh");
  reports.language = "zh";
  document.body.append(reports);
  await settled();
});

afterEach(() => reports.remove());

async function settled(): Promise<void> {
  for (let each = 0; each < 5; each += 1) await Promise.resolve();
  await reports.updateComplete;
}

function find(name: string): HTMLElement {
  return reports.renderRoot.querySelector(`[data-testid=${name}]`) as HTMLElement;
}

async function ask(by: string): Promise<void> {
  (find("by") as HTMLSelectElement).value = by;
  find("report-form").dispatchEvent(new Event("submit", { cancelable: true }));
  await settled();
}

test("a report is asked for by whole days, and each figure is written in its way", async () => {
  await ask("channel");
  const query = new URLSearchParams(asked.at(-1)?.split("?")[1]);
  expect(query.get("by")).toBe("channel");
  expect(Date.parse(query.get("until") ?? "") - Date.parse(query.get("since") ?? "")).toBe(86_400_000);
  expect(find("line").textContent?.replace(/\s+/g, " ")).toContain("网页 7 4 3 1 75% 1 分钟 –");
  expect(find("bars").querySelectorAll("rect")).toHaveLength(1);
});

test("hours are a curve", async () => {
  await ask("hour");
  expect(find("bars").querySelectorAll("polyline")).toHaveLength(1);
});

test("a figure leads to its conversations, and one of them to where it is read", async () => {
  const watched: string[] = [];
  reports.addEventListener("watch", (event) => watched.push((event as CustomEvent<string>).detail));
  find("figure-handled").click();
  await settled();
  expect(asked.at(-1)).toContain("key=webchat");
  expect(asked.at(-1)).toContain("figure=handled");
  expect(find("behind").textContent).toContain("年费扣了两次");
  find("open").click();
  expect(watched).toEqual(["k.1.2"]);
});

test("what cannot be counted says what to do, and what was shown stays", async () => {
  refuse = "bad_input";
  await ask("queue");
  expect(find("trouble").textContent).toContain("93 天");
  expect(find("line")).not.toBeNull();
});
