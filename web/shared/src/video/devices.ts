/** Camera and microphone: what there is, and why there is nothing. */

/** What was got; `missing` says why something is not there; `unable`: pages of this browser, as in an app, get none. */
export interface Devices {
  readonly stream: MediaStream;
  readonly missing: "" | "camera" | "both" | "refused" | "unable";
}

const AUDIO = { echoCancellation: true, noiseSuppression: true } as const;

/** The devices that a page may ask for; none where an app's browser has none to give, or the page is not secure. */
export function devicesOf(browser: { readonly mediaDevices?: MediaDevices }): MediaDevices | undefined {
  return browser.mediaDevices;
}

/** Camera and microphone, else the microphone alone, else an empty stream; never throws. */
export async function openDevices(camera = ""): Promise<Devices> {
  const media = devicesOf(navigator);
  if (!media) return { stream: new MediaStream(), missing: "unable" };
  const wanted = camera ? { deviceId: { exact: camera } } : { width: { ideal: 640 }, height: { ideal: 480 } };
  try {
    const stream = await media.getUserMedia({ audio: AUDIO, video: wanted });
    return { stream, missing: "" };
  } catch (error) {
    if (error instanceof DOMException && error.name === "NotAllowedError")
      return { stream: new MediaStream(), missing: "refused" };
  }
  try {
    const stream = await media.getUserMedia({ audio: AUDIO });
    return { stream, missing: "camera" };
  } catch {
    return { stream: new MediaStream(), missing: "both" }; // one can still look and listen
  }
}

/** The cameras' ids, in the browser's order. */
export async function cameras(): Promise<string[]> {
  const devices = await devicesOf(navigator)?.enumerateDevices();
  return (devices ?? []).filter(({ kind }) => kind === "videoinput").map(({ deviceId }) => deviceId);
}
