import { afterEach, expect, test, vi } from "vitest";
import { sendCard, within } from "../../src/card-picture.ts";

afterEach(() => vi.unstubAllGlobals());

/** A browser that draws any picture. */
function browser(answer: () => Promise<Response>): ReturnType<typeof vi.fn> {
  const sent = vi.fn(answer);
  const image = { width: 4000, height: 3000, close: () => {} };
  vi.stubGlobal("createImageBitmap", async () => image);
  const canvas = {
    width: 0,
    height: 0,
    getContext: () => ({ drawImage: () => {} }),
    toBlob: (done: (blob: Blob) => void) => done(new Blob([`${canvas.width}×${canvas.height}`])),
  };
  vi.stubGlobal("document", { createElement: () => canvas });
  vi.stubGlobal("fetch", sent);
  return sent;
}

test("a picture fits the side in proportion, and is never made larger", () => {
  expect(within(4000, 3000, 1600)).toEqual([1600, 1200]);
  expect(within(3000, 4000, 1600)).toEqual([1200, 1600]);
  expect(within(800, 600, 1600)).toEqual([800, 600]);
  expect(within(100_000, 1, 1600)).toEqual([1600, 1]);
});

test("it is sent small, as JPEG, with the seat of the call in the header and not in the address", async () => {
  const sent = browser(async () => Response.json({ trouble: "blurred" }));
  expect(await sendCard(new Blob(["x"]), "seat~1")).toEqual({ sent: true, trouble: "blurred" });
  const [path, { method, headers, body }] = sent.mock.calls[0] as [string, RequestInit & { body: Blob }];
  expect([path, method]).toEqual(["/video/identity", "POST"]);
  expect(headers).toEqual({ Authorization: "Bearer seat~1", "Content-Type": "image/jpeg" });
  expect(await body.text()).toBe("1600×1200");
});

test("why it was not sent is told, also where nobody answers", async () => {
  browser(async () => Response.json({ code: "too_many" }, { status: 429 }));
  expect(await sendCard(new Blob(["x"]), "s")).toEqual({ sent: false, code: "too_many" });
  browser(async () => new Response("<html>", { status: 502 }));
  expect(await sendCard(new Blob(["x"]), "s")).toEqual({ sent: false, code: "unavailable" });
  browser(() => Promise.reject(new TypeError("network")));
  expect(await sendCard(new Blob(["x"]), "s")).toEqual({ sent: false, code: "unavailable" });
});

test("what is no picture is not sent", async () => {
  const sent = browser(async () => Response.json({}));
  vi.stubGlobal("createImageBitmap", () => Promise.reject(new Error("InvalidStateError")));
  expect(await sendCard(new Blob(["x"]), "s")).toEqual({ sent: false, code: "no_picture" });
  expect(sent).not.toHaveBeenCalled();
});
