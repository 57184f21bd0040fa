import { describe, expect, it } from "vitest";
import { corrects } from "../../src/conversations/corrected.ts";

const ANSWER = "挂失请到任一网点办理，收费 10 元。";

describe("a corrected answer", () => {
  it("is one in which something of the answer is said otherwise", () => {
    expect(corrects(ANSWER, "您好，挂失请到任一网点或在手机银行办理，不收费。")).toBe(true);
    expect(corrects(ANSWER, "挂失请到任一网点办理，收费 5 元。")).toBe(true);
  });

  it("is none where words stand around it, or its punctuation changed", () => {
    expect(corrects(ANSWER, `您好！${ANSWER}还有什么可以帮您？`)).toBe(false);
    expect(corrects(ANSWER, "挂失请到任一网点办理， 收费10元")).toBe(false);
  });

  it("is none where hardly anything of the answer is left", () => {
    expect(corrects(ANSWER, "请稍等，我帮您查一下")).toBe(false);
    expect(corrects("", "请稍等")).toBe(false);
  });
});
