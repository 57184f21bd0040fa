/** Single pictures out of a track and into one, also while the page is in the background (Chromium). */

interface Processor {
  readonly readable: ReadableStream<VideoFrame>;
}

interface Generator extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>;
}

/** https://www.w3.org/TR/mediacapture-transform/, as Chromium has it in pages, too. */
interface Breakout {
  readonly MediaStreamTrackProcessor?: new (init: { readonly track: MediaStreamTrack }) => Processor;
  readonly MediaStreamTrackGenerator?: new (init: { readonly kind: "video" }) => Generator;
}

const breakout = globalThis as unknown as Breakout;

/** Whether this browser can do it. */
export function canBreakOut(): boolean {
  return Boolean(breakout.MediaStreamTrackProcessor && breakout.MediaStreamTrackGenerator);
}

/** Gives each picture of a track, with the computer's time at which it came, until the track ends or `take` says false. */
export async function readFrames(
  track: MediaStreamTrack,
  take: (picture: ImageBitmap, at: number) => boolean,
): Promise<void> {
  if (!breakout.MediaStreamTrackProcessor) return;
  const reader = new breakout.MediaStreamTrackProcessor({ track }).readable.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const at = Date.now();
    const picture = await createImageBitmap(value);
    value.close(); // the browser lends few of them
    if (!take(picture, at)) return reader.cancel();
  }
}

/** A track that shows what is written. */
export interface Written {
  readonly track: MediaStreamTrack;
  write(picture: OffscreenCanvas): void;
}

/** Makes one; null where the browser cannot. */
export function writtenTrack(): Written | null {
  if (!breakout.MediaStreamTrackGenerator) return null;
  const track = new breakout.MediaStreamTrackGenerator({ kind: "video" });
  const writer = track.writable.getWriter();
  return {
    track,
    write: (picture) => {
      if (track.readyState === "ended") return;
      const frame = new VideoFrame(picture, { timestamp: performance.now() * 1000 });
      writer.write(frame).catch(() => frame.close()); // ended meanwhile
    },
  };
}
