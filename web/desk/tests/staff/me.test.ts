import { afterEach, expect, test, vi } from "vitest";
import type { Api } from "../../src/staff/api.ts";
import { type Me, Staff } from "../../src/staff/me.ts";

afterEach(() => vi.useRealTimers());

test("today is the bank's day, wherever one sits", () => {
  vi.useFakeTimers({ now: Date.parse("2026-11-30T17:00:00Z") });
  const staff = new Staff({} as Api);
  const today = (time_zone: string): string => {
    staff.me = { time_zone } as Me;
    return staff.today();
  };
  expect(today("Asia/Shanghai")).toBe("2026-12-01");
  expect(today("America/New_York")).toBe("2026-11-30");
});
