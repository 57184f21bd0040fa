import { afterEach, expect, test, vi } from "vitest";
import { Api } from "../../src/staff/api.ts";

afterEach(() => vi.unstubAllGlobals());

test("a change that the hub has made is told, and nothing else", async () => {
  const fetch = vi.fn<(path: string, init: RequestInit) => Promise<Response>>();
  fetch.mockImplementation(async () => new Response(null, { status: 204 }));
  vi.stubGlobal("fetch", fetch);
  const api = new Api();
  const changed = vi.fn();
  api.changed = changed;
  await api.call("GET", "/staff/me");
  await api.look("/staff/me");
  fetch.mockImplementationOnce(async () => Response.json({ code: "conflict" }, { status: 409 }));
  await expect(api.call("POST", "/staff/outlets")).rejects.toThrow("conflict");
  expect(changed).not.toHaveBeenCalled();
  await api.call("POST", "/staff/outlets");
  expect(changed).toHaveBeenCalledTimes(1);
});
