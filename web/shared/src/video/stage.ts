/** Defines <yq-stage>: the other side large, oneself small, and the buttons of a call. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { base } from "../design/tokens.ts";
import type { Language } from "../words/language.ts";
import { cameras, openDevices } from "./devices.ts";
import type { Spot } from "./guide.ts";
import { spotAfter, spotAt } from "./pointing.ts";
import type { Recorded } from "./protocol.ts";
import { stageStyles } from "./stage.styles.ts";
import type { Level } from "./quality.ts";
import type { Talk } from "./talk.ts";
import { type SayVideo, type VideoWord, videoSpeaker } from "./words.ts";

const RECORDED: Readonly<Record<Exclude<Recorded, "no">, VideoWord>> = {
  asked: "recordAsked",
  agreed: "recordAgreed",
  on: "recordOn",
};

const QUALITY: Readonly<Record<Level, VideoWord>> = {
  good: "lineGood",
  fair: "lineFair",
  poor: "linePoor",
  none: "lineNone",
};
const BARS: Readonly<Record<Level, number>> = { good: 3, fair: 2, poor: 1, none: 0 };

const POINT_EVERY_MS = 100;

/**
 * Draws a `Talk`; `tick` changes with it. Says `hang-up`, and `sound-only` with a boolean. `preview`: oneself alone, before the call.
 * While `pointing`, says `point` with a `Spot` of the other side's picture, or null. Slot `more`: further buttons.
 */
export class YqStage extends LitElement {
  static override styles = [base, stageStyles];
  static override properties = {
    talk: { attribute: false },
    language: { attribute: false },
    tick: { attribute: false },
    notice: { attribute: false },
    holding: { attribute: false },
    recorded: { attribute: false },
    preview: { type: Boolean, reflect: true },
    pointing: { attribute: false },
    several: { state: true },
  };

  declare talk: Talk;
  declare language: Language;
  declare tick: number;
  /** What is said over the picture; empty for nothing. */
  declare notice: string;
  /** Stands in place of the other side's picture while they are gone; empty: they are there. */
  declare holding: string;
  /** Whether the call is recorded; said over the picture. */
  declare recorded: Recorded;
  declare preview: boolean;
  declare several: boolean;
  declare pointing: boolean;
  #screen: MediaStream | null = null;
  #spot: Spot | null = null;
  #saidAt = 0;

  constructor() {
    super();
    this.notice = "";
    this.holding = "";
    this.recorded = "no";
    this.preview = false;
    this.several = false;
    this.pointing = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void cameras().then((found) => (this.several = found.length > 1));
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    show(this.renderRoot.querySelector<HTMLVideoElement>(".remote"), this.talk.remote);
    const { screen, local } = this.talk;
    if (screen !== (this.#screen?.getVideoTracks()[0] ?? null))
      this.#screen = screen ? new MediaStream([screen]) : null;
    show(this.renderRoot.querySelector<HTMLVideoElement>(".own video"), this.#screen ?? local);
  }

  override render(): TemplateResult {
    const say = videoSpeaker(this.language);
    return html`<div class="pictures">
        ${
          this.preview
            ? nothing
            : html`<video
              class="remote"
              autoplay
              playsinline
              data-testid="remote"
              data-contact=${this.talk.contact}
              ?data-pointing=${this.pointing}
              tabindex=${this.pointing ? 0 : nothing}
              aria-label=${this.pointing ? say("pointHere") : nothing}
              @pointermove=${this.#point}
              @pointerleave=${() => this.#say(null)}
              @blur=${() => this.#say(null)}
              @keydown=${this.#step}
            ></video>`
        }
        ${
          this.holding
            ? html`<div class="holding" role="status" data-testid="holding"><span aria-hidden="true"></span>
                <p>${this.holding}</p>
              </div>`
            : this.#noticeText(say)
        }
        ${this.#recordedText(say)} ${this.#quality(say)}
        <figure class="own" ?data-screen=${this.talk.screen !== null}>
          <video autoplay playsinline muted data-testid="own"></video>
          <figcaption>${this.#own(say)}</figcaption>
        </figure>
      </div>
      <div class="controls" role="group" aria-label=${say("controls")}>${this.#controls(say)}</div>`;
  }

  #noticeText(say: SayVideo): TemplateResult | typeof nothing {
    const { contact, remote } = this.talk;
    let words = this.notice;
    if (!words && !this.preview) {
      if (contact === "failed") words = say("failed");
      else if (contact !== "connected") words = say("connecting");
      else if (this.talk.soundOnly) words = say("soundOnly");
      else if (remote.getVideoTracks().every(({ muted }) => muted)) words = say("noPicture");
    }
    return words ? html`<p class="notice" role="status" data-testid="notice">${words}</p>` : nothing;
  }

  #recordedText(say: SayVideo): TemplateResult | typeof nothing {
    if (this.recorded === "no" || this.preview) return nothing;
    return html`<p class="recorded" role="status" data-testid="recorded" data-recorded=${this.recorded}>
      ${say(RECORDED[this.recorded])}
    </p>`;
  }

  /** Bars with their word, and what can be done where there are few. */
  #quality(say: SayVideo): TemplateResult | typeof nothing {
    const { quality } = this.talk;
    if (this.preview || !quality || this.holding) return nothing;
    return html`<p class="line" data-testid="line" data-level=${quality}>
      <span class="bars" aria-hidden="true">
        ${[1, 2, 3].map((bar) => html`<i ?data-on=${bar <= BARS[quality]}></i>`)}
      </span>
      <span role="status">${say(QUALITY[quality])}</span>
    </p>`;
  }

  #lineButtons(say: SayVideo): TemplateResult | typeof nothing {
    const { offered, soundOnly, quality } = this.talk;
    if (this.preview) return nothing;
    const only = (detail: boolean) => () =>
      this.dispatchEvent(new CustomEvent<boolean>("sound-only", { detail }));
    return html`${
      soundOnly
        ? html`<button data-testid="picture-again" @click=${only(false)}>${say("pictureAgain")}</button>`
        : nothing
    }${
      offered && !soundOnly
        ? html`<button data-testid="sound-only" @click=${only(true)}>
            ${say(this.recorded === "on" ? "soundOnlyRecorded" : "soundOnlyDo")}
          </button>`
        : nothing
    }${
      (offered && soundOnly) || quality === "none"
        ? html`<button data-testid="text-only" @click=${() => this.dispatchEvent(new Event("hang-up"))}>
            ${say("textOnly")}
          </button>`
        : nothing
    }`;
  }

  #own(say: SayVideo): string {
    if (this.talk.soundOnly && !this.preview) return say("soundOnlyOwn");
    if (this.talk.screen) return say("shared");
    if (this.talk.cameraOff) return say("hidden");
    return this.talk.muted ? say("muted") : say("you");
  }

  #controls(say: SayVideo): TemplateResult {
    const { talk } = this;
    return html`<button
        aria-pressed=${talk.muted ? "true" : "false"}
        data-testid="mute"
        @click=${() => talk.mute(!talk.muted)}
      >
        ${talk.muted ? say("unmute") : say("mute")}
      </button>
      <button
        aria-pressed=${talk.cameraOff ? "true" : "false"}
        data-testid="camera"
        @click=${() => talk.hide(!talk.cameraOff)}
      >
        ${talk.cameraOff ? say("cameraOn") : say("cameraOff")}
      </button>
      ${
        this.several
          ? html`<button data-testid="switch" @click=${this.#switch}>${say("switchCamera")}</button>`
          : nothing
      }
      ${
        this.preview || !document.pictureInPictureEnabled
          ? nothing
          : html`<button data-testid="small" @click=${this.#small}>${say("pictureInPicture")}</button>`
      }
      ${this.#lineButtons(say)}
      <slot name="more"></slot>
      ${
        this.preview
          ? nothing
          : html`<button class="end" data-testid="hang-up" @click=${() => this.dispatchEvent(new Event("hang-up"))}>
            ${say("hangUp")}
          </button>`
      }`;
  }

  readonly #switch = async (): Promise<void> => {
    const found = await cameras();
    const now = this.talk.local.getVideoTracks()[0]?.getSettings().deviceId ?? "";
    const next = found[(found.indexOf(now) + 1) % found.length];
    if (next) await this.talk.use((await openDevices(next)).stream);
  };

  readonly #small = async (): Promise<void> => {
    if (document.pictureInPictureElement) await document.exitPictureInPicture();
    else await this.#picture(this.talk.screen ? ".own video" : ".remote")?.requestPictureInPicture();
  };

  /** The other side's picture as it is now; null where there is none. */
  async snapshot(): Promise<Blob | null> {
    const video = this.#picture(".remote");
    if (!video?.videoWidth) return null;
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    canvas.getContext("2d")?.drawImage(video, 0, 0);
    return canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
  }

  #picture(selector: string): HTMLVideoElement | null {
    return this.renderRoot.querySelector<HTMLVideoElement>(selector);
  }

  readonly #point = ({ clientX, clientY, currentTarget }: PointerEvent): void => {
    if (!this.pointing || Date.now() - this.#saidAt < POINT_EVERY_MS) return;
    const video = currentTarget as HTMLVideoElement;
    this.#say(spotAt(video.getBoundingClientRect(), video.videoWidth, video.videoHeight, clientX, clientY));
  };

  readonly #step = (event: KeyboardEvent): void => {
    const spot = this.pointing ? spotAfter(this.#spot, event.key) : null;
    if (!spot) return;
    event.preventDefault();
    this.#say(spot);
  };

  #say(spot: Spot | null): void {
    if (!spot && !this.#spot) return;
    this.#spot = spot;
    this.#saidAt = Date.now();
    this.dispatchEvent(new CustomEvent<Spot | null>("point", { detail: spot }));
  }
}

function show(element: HTMLVideoElement | null, stream: MediaStream): void {
  if (element && element.srcObject !== stream) element.srcObject = stream;
}

customElements.define("yq-stage", YqStage);
