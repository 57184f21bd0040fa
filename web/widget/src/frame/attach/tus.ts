/** Uploads a file by tus 1.0.0 (https://tus.io/protocols/resumable-upload): in chunks, on from where it broke off. */

import { DetailedError, type HttpResponse, Upload } from "tus-js-client";
import type { Cancel, CarrierEvents } from "../../chat/ports.ts";
import { fields, number, parseJson, string } from "../../chat/values.ts";

/** The most that the hub takes in one request, bytes. */
const CHUNK_BYTES = 262_144;

/** Nor smaller than that after a broken try: at 32 kbit/s it takes 8 s, and a whole chunk the hub's patience. */
const LEAST_CHUNK_BYTES = 32_768;

/** Pauses between tries, ms; the count begins anew with each byte that arrives. */
const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000];

const TOO_MANY = 429;
const PASSING = new Set([409, 423, TOO_MANY]); // wrong offset, locked, too many: another try may do
const TOKEN = new Set([401, 403]); // the next line brings another token

/** One file on its way. `begun`: the hub may have a part of it already. */
export interface Parcel {
  readonly file: Blob;
  readonly name: string;
  readonly mime: string;
  readonly upload: string;
  readonly token: string;
  readonly begun: boolean;
  readonly endpoint: string;
}

/** Begins or goes on. The address is known from the UUID, so nothing of it is kept in the browser. */
export function carryByTus(parcel: Parcel, events: CarrierEvents): Cancel {
  const { file, name, mime, upload, token, begun, endpoint } = parcel;
  let stopped = false;
  let lastMethod = "";
  const job = new Upload(file, {
    endpoint,
    uploadUrl: begun ? `${endpoint}/${upload}` : null,
    chunkSize: CHUNK_BYTES,
    retryDelays: PAUSES_MS.map((pause) => pause * (0.5 + Math.random())),
    metadata: { id: upload, name, type: mime },
    headers: { Authorization: `Bearer ${token}` },
    storeFingerprintForResuming: false,
    onProgress: (sent, total) => events.progress(sent, total),
    onAfterResponse: (request) => void (lastMethod = request.getMethod()),
    onShouldRetry: (error) => {
      const status = statusOf(error);
      const { options } = job;
      // Also behind a wrong offset: browsers repeat a request whose answer was cut off by themselves.
      if (status !== TOO_MANY) options.chunkSize = Math.max(LEAST_CHUNK_BYTES, (options.chunkSize ?? 0) / 2);
      return navigator.onLine && isPassing(status);
    },
    onError: (error) => tell(error instanceof DetailedError ? error.originalResponse : null, events),
    onSuccess: () => {
      if (lastMethod === "PATCH") return events.ready();
      // All bytes were there, but the line was cut before the hub could say what it thinks of the file.
      void askAgain(parcel).then((answer) => !stopped && answer(events));
    },
  });
  job.start();
  return () => {
    stopped = true;
    void job.abort();
  };
}

/** What became of a try that got this answer; null for none. */
export function tell(
  response: Pick<HttpResponse, "getStatus" | "getBody"> | null,
  events: CarrierEvents,
): void {
  const status = response?.getStatus() ?? 0;
  const body = fields(parseJson(response?.getBody() ?? "")) ?? {};
  if (status === 413) events.refused(string(body["code"]) || "too_large", number(body["limit"], 0));
  else if (status === 415) events.refused("media_type", 0);
  else if (status === 422) events.refused(string(body["code"]), number(body["limit"], 0));
  else if (status >= 400 && status < 500 && !PASSING.has(status) && !TOKEN.has(status) && status !== 404)
    events.refused("", 0);
  else events.broken(); // 404: the upload expired; the next try begins it anew
}

function isPassing(status: number): boolean {
  return status < 400 || status >= 500 || PASSING.has(status);
}

function statusOf(error: unknown): number {
  return error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0;
}

/** Asks for the verdict on a whole file: the last PATCH once more, with nothing in it. */
async function askAgain(parcel: Parcel): Promise<(events: CarrierEvents) => void> {
  const { endpoint, upload, token, file } = parcel;
  try {
    const response = await fetch(`${endpoint}/${upload}`, {
      method: "PATCH",
      headers: {
        "Tus-Resumable": "1.0.0",
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": String(file.size),
      },
    });
    if (response.ok) return (events) => events.ready();
    const body = await response.text();
    return (events) => tell({ getStatus: () => response.status, getBody: () => body }, events);
  } catch {
    return (events) => events.broken(); // the line was cut once more
  }
}
