/** Camera and microphone: what there is, and why there is nothing. */

/** What was got; `missing` says why something is not there. */
export interface Devices {
  readonly stream: MediaStream;
  readonly missing: "" | "camera" | "both" | "refused";
}

const AUDIO = { echoCancellation: true, noiseSuppression: true } as const;

/** Camera and microphone, else the microphone alone, else an empty stream; never throws. */
export async function openDevices(camera = ""): Promise<Devices> {
  const wanted = camera ? { deviceId: { exact: camera } } : { width: { ideal: 640 }, height: { ideal: 480 } };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: AUDIO, video: wanted });
    return { stream, missing: "" };
  } catch (error) {
    if (error instanceof DOMException && error.name === "NotAllowedError")
      return { stream: new MediaStream(), missing: "refused" };
  }
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: AUDIO });
    return { stream, missing: "camera" };
  } catch {
    return { stream: new MediaStream(), missing: "both" }; // one can still look and listen
  }
}

/** The cameras' ids, in the browser's order. */
export async function cameras(): Promise<string[]> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind }) => kind === "videoinput").map(({ deviceId }) => deviceId);
}
