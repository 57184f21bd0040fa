/** Defines <yq-stage>: the other side large, oneself small, and the buttons of a call. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { base } from "../design/tokens.ts";
import type { Language } from "../words/language.ts";
import { cameras, openDevices } from "./devices.ts";
import type { Recorded } from "./protocol.ts";
import { stageStyles } from "./stage.styles.ts";
import type { Talk } from "./talk.ts";
import { type SayVideo, type VideoWord, videoSpeaker } from "./words.ts";

const RECORDED: Readonly<Record<Exclude<Recorded, "no">, VideoWord>> = {
  asked: "recordAsked",
  agreed: "recordAgreed",
  on: "recordOn",
};

/** Draws a `Talk`; `tick` changes with it. Says `hang-up`. `preview`: oneself alone, before the call. */
export class YqStage extends LitElement {
  static override styles = [base, stageStyles];
  static override properties = {
    talk: { attribute: false },
    language: { attribute: false },
    tick: { attribute: false },
    notice: { attribute: false },
    recorded: { attribute: false },
    preview: { type: Boolean, reflect: true },
    several: { state: true },
  };

  declare talk: Talk;
  declare language: Language;
  declare tick: number;
  /** What is said over the picture; empty for nothing. */
  declare notice: string;
  /** Whether the call is recorded; said over the picture. */
  declare recorded: Recorded;
  declare preview: boolean;
  declare several: boolean;

  constructor() {
    super();
    this.notice = "";
    this.recorded = "no";
    this.preview = false;
    this.several = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void cameras().then((found) => (this.several = found.length > 1));
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    show(this.renderRoot.querySelector<HTMLVideoElement>(".remote"), this.talk.remote);
    show(this.renderRoot.querySelector<HTMLVideoElement>(".own video"), this.talk.local);
  }

  override render(): TemplateResult {
    const say = videoSpeaker(this.language);
    return html`<div class="pictures">
        ${
          this.preview
            ? nothing
            : html`<video class="remote" autoplay playsinline data-testid="remote" data-contact=${this.talk.contact}></video>`
        }
        ${this.#noticeText(say)} ${this.#recordedText(say)}
        <figure class="own">
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
      else if (!remote.getVideoTracks().length) words = say("noPicture");
    }
    return words ? html`<p class="notice" role="status" data-testid="notice">${words}</p>` : nothing;
  }

  #recordedText(say: SayVideo): TemplateResult | typeof nothing {
    if (this.recorded === "no" || this.preview) return nothing;
    return html`<p class="recorded" role="status" data-testid="recorded" data-recorded=${this.recorded}>
      ${say(RECORDED[this.recorded])}
    </p>`;
  }

  #own(say: SayVideo): string {
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
    else await this.renderRoot.querySelector<HTMLVideoElement>(".remote")?.requestPictureInPicture();
  };
}

function show(element: HTMLVideoElement | null, stream: MediaStream): void {
  if (element && element.srcObject !== stream) element.srcObject = stream;
}

customElements.define("yq-stage", YqStage);
