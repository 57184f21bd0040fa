import { expect, test } from "vitest";
import { speakerOf } from "@yuanqiao/shared/words/speaker.ts";
import { mimeOf, refusalWords } from "../../src/frame/attach/kinds.ts";
import { tell } from "../../src/frame/attach/tus.ts";
import { boxOf } from "../../src/frame/box.ts";
import { enFiles, zhFiles } from "../../src/words/files.ts";

const speaker = speakerOf<keyof typeof zhFiles>({ zh: zhFiles, en: enFiles });
const RULES = { bytes: 15_000_000, types: ["image/jpeg", "image/heic", "application/pdf"] };

/** What is heard of an answer of the hub. */
function heard(status: number | null, body = ""): unknown {
  let said: unknown = null;
  tell(status === null ? null : { getStatus: () => status, getBody: () => body }, {
    progress: () => {},
    ready: () => (said = "ready"),
    refused: (code, limit) => (said = [code, limit]),
    broken: () => (said = "broken"),
  });
  return said;
}

test.each([
  [413, '{"code":"too_large","limit":15000000}', ["too_large", 15_000_000]],
  [413, "<html>", ["too_large", 0]],
  [415, "", ["media_type", 0]],
  [422, '{"code":"media_encrypted","detail":""}', ["media_encrypted", 0]],
  [400, "", ["", 0]],
  [401, "", "broken"],
  [404, "", "broken"],
  [429, "", "broken"],
  [503, "", "broken"],
  [null, "", "broken"],
])("an answer %s %s ends a file as %j", (status, body, end) => {
  expect(heard(status, body)).toEqual(end);
});

test("a refusal names what can be sent, and how much of it", () => {
  expect(refusalWords("media_type", 0, RULES, speaker("zh"))).toBe(
    "暂不支持这种文件，可以发送 JPEG、HEIC、PDF。",
  );
  expect(refusalWords("too_large", 0, RULES, speaker("en"))).toBe("The file is too large. At most 15 MB.");
  expect(refusalWords("media_too_large", 2_000_000, RULES, speaker("zh"))).toBe("文件太大，最多 2 MB。");
  expect(refusalWords("too_large", 0, null, speaker("zh"))).toBe(zhFiles.refusedOther);
  expect(refusalWords("media_of_next_year", 0, RULES, speaker("zh"))).toBe(zhFiles.refusedOther);
});

test("a file that the browser does not know is known by its ending", () => {
  expect(mimeOf({ type: "", name: "IMG_0001.HEIC" })).toBe("image/heic");
  expect(mimeOf({ type: "image/png", name: "a.pdf" })).toBe("image/png");
  expect(mimeOf({ type: "", name: "noending" })).toBe("");
});

test.each([
  [4000, 3000, { width: 240, height: 180 }],
  [100, 50, { width: 100, height: 50 }],
  [10_000, 4, { width: 240, height: 1 }],
  [0, 0, { width: 240, height: 240 }],
])("a picture of %d × %d has a place on the screen", (width, height, box) => {
  expect(boxOf(width, height)).toEqual(box);
});
