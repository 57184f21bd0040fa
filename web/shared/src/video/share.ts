/** The customer's screen as their picture in a call: private places covered, the face in a corner, the pointer on it.

What is covered never leaves the page: it is painted over before the picture is sent, and so stands in no
recording either. A picture is held back until the page has said, later than it, what is private.
*/

import { Covers, PATIENCE_MS, type Place, readHandle } from "./covering.ts";
import { devicesOf } from "./devices.ts";
import { canBreakOut, readFrames, type Written, writtenTrack } from "./frames.ts";
import type { Spot } from "./guide.ts";

const WIDTH = 1280;
const HEIGHT = 960;
const APART_MS = 80;
const COVER = "#4a555c";
const POINTER = "#e4002b";
/** More than the place itself, in ten-thousandths: shadows, and rounding. */
const EDGE = 40;

/** What Chromium knows of a captured tab: https://www.w3.org/TR/capture-handle-identity/ */
interface CapturedTrack extends MediaStreamTrack {
  getCaptureHandle?(): { readonly handle?: string } | null;
  oncapturehandlechange?: (() => void) | null;
}

interface Taken {
  readonly picture: ImageBitmap;
  readonly at: number;
}

export class Share {
  /** Where the agent points. */
  spot: Spot | null = null;
  /** Whether the customer wants a page to be seen that names nothing private. */
  allowed = false;
  readonly #covers = new Covers();
  readonly #canvas = new OffscreenCanvas(2, 2);
  readonly #pace: Worker;
  #taken: Taken[] = [];
  #face: ImageBitmap | null = null;
  #faceTrack: MediaStreamTrack | undefined;

  private constructor(
    private readonly screen: CapturedTrack,
    private readonly written: Written,
    private readonly camera: () => MediaStreamTrack | undefined,
    private readonly changed: () => void,
  ) {
    this.#look();
    screen.oncapturehandlechange = () => this.#look();
    screen.onended = () => this.stop();
    void readFrames(screen, (picture, at) => this.#take({ picture, at }));
    this.#pace = new Worker(new URL("./pace.ts", import.meta.url), { type: "module" });
    this.#pace.onmessage = () => this.#draw();
  }

  /** Whether this browser can share a screen and cover what is private on it. */
  static get possible(): boolean {
    return canBreakOut() && "getDisplayMedia" in (devicesOf(navigator) ?? {});
  }

  /** Asks the customer what to share; null where they share nothing. `changed`: is told, also of the end. */
  static async begin(camera: () => MediaStreamTrack | undefined, changed: () => void): Promise<Share | null> {
    const written = writtenTrack();
    if (!written) return null;
    try {
      const asked = { audio: false, video: { frameRate: { max: 10 } }, selfBrowserSurface: "exclude" };
      const stream = await navigator.mediaDevices.getDisplayMedia(asked);
      const [screen] = stream.getVideoTracks();
      return screen ? new Share(screen, written, camera, changed) : null;
    } catch (error) {
      if (error instanceof DOMException) return null; // they changed their mind
      throw error;
    }
  }

  /** What the other side sees. */
  get track(): MediaStreamTrack {
    return this.written.track;
  }

  get over(): boolean {
    return this.written.track.readyState === "ended";
  }

  /** Whether the page names what is private on it; else nothing is shown until the customer allows it. */
  get covered(): boolean {
    return this.#covers.known;
  }

  allow(): void {
    this.allowed = true;
    this.changed();
  }

  /** Ends it. */
  stop(): void {
    if (this.over) return;
    this.#pace.terminate();
    this.screen.stop();
    this.written.track.stop();
    for (const { picture } of this.#taken.splice(0)) picture.close();
    this.#face?.close();
    this.#face = null;
    this.changed();
  }

  #look(): void {
    const word = readHandle(this.screen.getCaptureHandle?.()?.handle);
    this.#covers.note(word ?? { at: Date.now(), places: null });
    if (this.#covers.known) this.allowed = false; // what was allowed was another page
    this.changed();
  }

  #take(taken: Taken): boolean {
    // Few are held, however many come: the newest one gives way to one that is newer by little.
    if (taken.at - (this.#taken.at(-2)?.at ?? -Infinity) < APART_MS) this.#taken.pop()?.picture.close();
    this.#taken.push(taken);
    if (this.over) this.#taken.pop()?.picture.close();
    return !this.over;
  }

  #draw(): void {
    while (this.#taken[1] && this.#ripe(this.#taken[1])) this.#taken.shift()?.picture.close();
    const [shown] = this.#taken;
    if (!shown || !this.#ripe(shown)) return;
    const { width, height } = this.#fit(shown.picture);
    const paper = this.#canvas.getContext("2d");
    if (!paper) return;
    paper.fillStyle = COVER;
    const places = this.#placesOf(shown);
    if (places === null) paper.fillRect(0, 0, width, height);
    else {
      paper.drawImage(shown.picture, 0, 0, width, height);
      for (const [left, top, wide, high] of places)
        paper.fillRect(
          ((left - EDGE) / 10_000) * width,
          ((top - EDGE) / 10_000) * height,
          ((wide + 2 * EDGE) / 10_000) * width,
          ((high + 2 * EDGE) / 10_000) * height,
        );
    }
    this.#drawFace(paper, width, height);
    if (this.spot) drawPointer(paper, (this.spot.x / 10_000) * width, (this.spot.y / 10_000) * height);
    this.written.write(this.#canvas);
  }

  /** Whether it is known what covers a picture, or was waited for long enough. */
  #ripe({ at }: Taken): boolean {
    return this.#covers.around(at) !== undefined || Date.now() - at > PATIENCE_MS;
  }

  /** What covers a picture; null for all of it. */
  #placesOf({ at }: Taken): readonly Place[] | null {
    const places = this.#covers.around(at);
    return places === null && this.allowed ? [] : (places ?? null);
  }

  /** Codecs want even numbers. */
  #fit(picture: ImageBitmap): OffscreenCanvas {
    const scale = Math.min(1, WIDTH / picture.width, HEIGHT / picture.height);
    const width = Math.max(2, Math.floor((picture.width * scale) / 2) * 2);
    const height = Math.max(2, Math.floor((picture.height * scale) / 2) * 2);
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    return this.#canvas;
  }

  #drawFace(paper: OffscreenCanvasRenderingContext2D, width: number, height: number): void {
    const track = this.camera();
    if (track !== this.#faceTrack) {
      this.#faceTrack = track;
      if (track) void readFrames(track, (picture) => this.#takeFace(track, picture));
    }
    const face = track?.enabled && track.readyState === "live" ? this.#face : null;
    if (!face) return;
    const wide = width * 0.16;
    const high = (wide * face.height) / face.width;
    paper.drawImage(face, 8, height - high - 8, wide, high); // the desk shows the agent on the right
  }

  #takeFace(track: MediaStreamTrack, picture: ImageBitmap): boolean {
    const wanted = track === this.#faceTrack && !this.over;
    if (wanted) this.#face?.close();
    else picture.close();
    if (wanted) this.#face = picture;
    return wanted;
  }
}

function drawPointer(paper: OffscreenCanvasRenderingContext2D, x: number, y: number): void {
  paper.lineWidth = 4;
  paper.strokeStyle = POINTER;
  paper.beginPath();
  paper.arc(x, y, 14, 0, 2 * Math.PI);
  paper.stroke();
  paper.fillStyle = POINTER;
  paper.beginPath();
  paper.arc(x, y, 4, 0, 2 * Math.PI);
  paper.fill();
}
