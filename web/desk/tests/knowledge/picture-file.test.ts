import { expect, test, vi } from "vitest";
import { pictureIn, prepared, within } from "../../src/knowledge/picture-file.ts";

const file = (type: string, size = 10): File => new File([new Uint8Array(size)], "x", { type });

test("a picture is made smaller in proportion, and never larger", () => {
  expect(within(4000, 3000, 2000)).toEqual([2000, 1500]);
  expect(within(100, 50, 2000)).toEqual([100, 50]);
  expect(within(100_000, 1, 800)).toEqual([800, 1]);
});

test("the first file that an answer may show is taken", () => {
  const jpeg = file("image/jpeg");
  expect(pictureIn([file("image/svg+xml"), jpeg, file("image/png")])).toBe(jpeg);
  expect(pictureIn([file("application/pdf")])).toBeNull();
});

test("what is no picture is not sent", async () => {
  vi.stubGlobal("createImageBitmap", () => Promise.reject(new Error("broken")));
  expect(await prepared(file("image/svg+xml"))).toBe("kbPictureKind");
  expect(await prepared(file("image/png"))).toBe("kbPictureBroken");
  vi.stubGlobal("createImageBitmap", () => Promise.resolve({ width: 8, height: 8, close: () => undefined }));
  expect(await prepared(file("image/png", 12))).toHaveLength(12);
  vi.unstubAllGlobals();
});
