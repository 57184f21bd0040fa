import { describe, expect, it } from "vitest";
import { readHolidays, readHours, readWords, writeHolidays, writeHours } from "../../src/knowledge/outlet.ts";

describe("hours of an outlet", () => {
  it("are read as people write them, and come back", () => {
    const spans = readHours("9:00–12:00，13:00 至 17:00");
    expect(spans).toEqual([
      { opens: "09:00", closes: "12:00" },
      { opens: "13:00", closes: "17:00" },
    ]);
    expect(readHours(writeHours(spans ?? []))).toEqual(spans);
    expect(readHours(" ")).toEqual([]);
  });

  it("are none where anything else is written", () => {
    for (const text of ["全天", "9-17", "09:00-", "09:00-12:00 下午休息"]) expect(readHours(text)).toBeNull();
  });

  it("of holidays stand one a line", () => {
    const text = "2027-02-06 | 2027-02-08 | 春节 | \n2027-01-01||元旦|10:00-12:00";
    const holidays = readHolidays(text);
    expect(holidays).toEqual([
      { name: "春节", first: "2027-02-06", last: "2027-02-08", spans: [] },
      { name: "元旦", first: "2027-01-01", last: "2027-01-01", spans: [{ opens: "10:00", closes: "12:00" }] },
    ]);
    expect(readHolidays(writeHolidays(holidays ?? []))).toEqual(holidays);
    expect(readHolidays("春节 | 休息")).toBeNull();
    expect(readWords("个人业务，外币兑换、 个人业务")).toEqual(["个人业务", "外币兑换"]);
  });
});
