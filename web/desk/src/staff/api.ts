/** Calls of the staff's API (docs/staff.md): one place for headers, time-outs and errors. */

/** What went wrong; `code` is the hub's, or `unreachable` where nobody answered. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    readonly detail: string,
    readonly retryAfterS = 0,
  ) {
    super(code);
  }
}

/** How a call is made. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

const WITHIN_MS = 15_000;

/** Makes calls; `signedOut` is told when the session is over, `changed` when a call has changed something. */
export class Api {
  signedOut: () => void = () => {};
  changed: () => void = () => {};

  /** Gives the answer, null for none; throws `ApiError`. `withinMs`: for what takes longer than others. */
  async call<Answer>(method: Method, path: string, body?: unknown, withinMs = WITHIN_MS): Promise<Answer> {
    const answer = await this.#answer<Answer>(await this.#fetch(method, path, body, {}, withinMs));
    if (method !== "GET") this.changed();
    return answer;
  }

  /** Asks what the page wants to know by itself, which does not count as somebody's use of it. */
  async look<Answer>(path: string): Promise<Answer> {
    return this.#answer<Answer>(await this.#fetch("GET", path, undefined, { "X-Yuanqiao-Background": "1" }));
  }

  async #answer<Answer>(response: Response): Promise<Answer> {
    if (response.ok) return (response.status === 204 ? null : await response.json()) as Answer;
    const error = await readError(response);
    if (error.code === "not_signed_in") this.signedOut();
    throw error;
  }

  async #fetch(
    method: Method,
    path: string,
    body: unknown,
    more: Readonly<Record<string, string>> = {},
    withinMs = WITHIN_MS,
  ): Promise<Response> {
    const headers: Record<string, string> = { "X-Yuanqiao-Staff": "1", ...more };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    try {
      return await fetch(path, {
        method,
        headers,
        credentials: "same-origin",
        redirect: "error",
        signal: AbortSignal.timeout(withinMs),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      throw new ApiError("unreachable", "");
    }
  }
}

async function readError(response: Response): Promise<ApiError> {
  const wait = Number(response.headers.get("Retry-After")) || 0;
  try {
    const said = (await response.json()) as { code?: unknown; detail?: unknown };
    const code = typeof said.code === "string" ? said.code : "unknown";
    return new ApiError(code, typeof said.detail === "string" ? said.detail : "", wait);
  } catch {
    return new ApiError("unknown", "", wait);
  }
}
