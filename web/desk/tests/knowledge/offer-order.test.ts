// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from "vitest";
import { YqKbOfferOrder } from "../../src/knowledge/offer-order.ts";
import type { Staff } from "../../src/staff/me.ts";
import { speaker } from "../../src/words/index.ts";

const LEARNT = {
  ahead_id: "card-loss",
  ahead: "借记卡挂失",
  behind_id: "credit-loss",
  behind: "信用卡挂失",
  chosen: 31,
  choices: 40,
  learnt_at: "2026-11-29T03:00:00Z",
};

let page: YqKbOfferOrder;
let orders: (typeof LEARNT)[];
let learns: boolean;
let ended: unknown[];

beforeEach(() => {
  orders = [LEARNT];
  learns = true;
  ended = [];
});

afterEach(() => page.remove());

async function shown(may = true): Promise<void> {
  const call = (method: string, _path: string, body?: unknown): Promise<unknown> => {
    if (method === "GET") return Promise.resolve({ learns, orders });
    ended.push(body);
    orders = [];
    return Promise.resolve(undefined);
  };
  page = new YqKbOfferOrder();
  page.staff = { api: { call }, may: () => may } as unknown as Staff;
  page.say = speaker("zh");
  page.language = "zh";
  document.body.append(page);
  await settled();
}

async function settled(): Promise<void> {
  for (let each = 0; each < 8; each += 1) await Promise.resolve();
  await page.updateComplete;
}

function find(name: string): HTMLElement | null {
  return page.renderRoot.querySelector(`[data-testid=${name}]`);
}

test("what was learnt is told with its figures, and ends after a second look", async () => {
  await shown();
  expect(find("order")?.textContent).toContain("「借记卡挂失」排在「信用卡挂失」之前");
  expect(find("order")?.textContent).toContain("40 次选择中选了 31 次");
  expect(find("order-off")).toBeNull();
  find("order-end")?.click();
  await settled();
  expect(ended).toEqual([]);
  find("order-end-really")?.click();
  await settled();
  expect(ended).toEqual([{ ahead_id: "card-loss", behind_id: "credit-loss" }]);
  expect(find("empty")?.textContent).toContain("还没有");
  expect(find("done")?.textContent).toContain("已恢复");
});

test("who may not publish only reads, and a house that has turned it off says so", async () => {
  learns = false;
  await shown(false);
  expect(find("order")).not.toBeNull();
  expect(find("order-end")).toBeNull();
  expect(find("order-off")?.textContent).toContain("关闭");
});
