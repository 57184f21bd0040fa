/** Defines <yq-recording>: one picture of the call beside its steps, what is missing, and how long it is kept. */

import { html, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { PeoplePage } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import "./keeping.ts";
import {
  clock,
  FLOWS,
  lackWords,
  linesOf,
  type Opened,
  type Part,
  placeIn,
  sideWords,
  STATES,
  wordsTold,
} from "./model.ts";
import { oneStyles } from "./one.styles.ts";

const LOOK_AGAIN_MS = 3000;

/** So many are shown at once: a poor line leaves dozens, and whoever looks wants to see the picture. */
const FIRST_LACKS = 5;

/** `recording`: the id of the one to show. */
export class YqRecording extends PeoplePage {
  static override styles = [base, formStyles, peopleStyles, oneStyles];
  static override properties = {
    ...PeoplePage.properties,
    recording: { attribute: false },
    opened: { state: true },
    sought: { state: true },
    now: { state: true },
    single: { state: true },
  };

  declare recording: string;
  declare opened: Opened | null;
  declare sought: string;
  /** Where the player is, in milliseconds since the call was joined. */
  declare now: number;
  /** The file that is played by itself; null: the picture of the whole call is. */
  declare single: Part | null;
  #again = 0;

  constructor() {
    super();
    this.opened = null;
    this.sought = "";
    this.now = -1;
    this.single = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#again);
  }

  override render(): TemplateResult {
    const { opened, say } = this;
    return html`<p><a class="open" href="#recordings" data-testid="back">${say("rcList")}</a></p>
      ${this.told()} ${opened ? this.#shown(opened) : this.nothingHere(say("rcNoneFound"))}`;
  }

  protected override async load(): Promise<void> {
    const opened = await this.api.call<Opened>("GET", `/staff/recordings/${this.recording}`);
    // What plays goes on playing: another ticket would be another address.
    this.opened = { ...opened, ticket: this.opened?.ticket ?? opened.ticket };
    this.#lookAgain();
  }

  #lookAgain(): void {
    clearTimeout(this.#again);
    if (this.opened?.picture === "waiting" && this.opened.state !== "removed" && this.isConnected)
      this.#again = window.setTimeout(() => void this.#lookForPicture(), LOOK_AGAIN_MS);
  }

  /** Opening stands in the audit; this does not. */
  async #lookForPicture(): Promise<void> {
    const at = `/staff/recordings/${this.recording}/picture`;
    const found = await this.api.look<Pick<Opened, "picture">>(at).catch(() => null);
    if (found && this.opened) this.opened = { ...this.opened, picture: found.picture };
    this.#lookAgain();
  }

  #shown(opened: Opened): TemplateResult {
    const { say, language } = this;
    const title = language === "zh" ? opened.zh : opened.en;
    return html`<h2 data-testid="title">${title} · ${fullMoment(Date.parse(opened.agreed_at), language)}</h2>
      <p class="quiet">
        ${say("rcAgent")} ${opened.agent} · ${say(STATES[opened.state])} · ${say(FLOWS[opened.flow])}
      </p>
      ${this.#missing(opened)}
      <div class="beside">
        <section aria-label=${say("rcPlayer")}>${this.#player(opened)}</section>
        <section aria-label=${say("rcTimeline")}>${this.#timeline(opened)}</section>
      </div>
      <yq-recording-keeping
        .staff=${this.staff}
        .say=${say}
        .language=${language}
        .opened=${opened}
        @changed=${() => void this.reload()}
      ></yq-recording-keeping>`;
  }

  #missing(opened: Opened): TemplateResult | typeof nothing {
    const { say, language } = this;
    if (opened.state !== "sealed" && !opened.lacks.length) return nothing;
    if (!opened.lacks.length) return html`<p class="whole" data-testid="whole">✓ ${say("rcWhole")}</p>`;
    const rest = opened.lacks.slice(FIRST_LACKS);
    const list = (lacks: readonly string[]): TemplateResult =>
      html`<ul>
        ${lacks.map((lack) => html`<li>${lackWords(lack, say, opened.steps, language)}</li>`)}
      </ul>`;
    return html`<div class="missing" role="note" data-testid="missing">
      <strong>${say("rcLacks")}</strong>
      ${list(opened.lacks.slice(0, FIRST_LACKS))}
      ${
        rest.length
          ? html`<details>
              <summary>${say("rcLacksMore", { count: String(rest.length) })}</summary>
              ${list(rest)}
            </details>`
          : nothing
      }
    </div>`;
  }

  #player(opened: Opened): TemplateResult | typeof nothing {
    const { say, single: part } = this;
    if (opened.state !== "sealed") return nothing;
    const whole = opened.picture === "made" && !part;
    const address = `/staff/recordings/${opened.recording_id}/file?ticket=${opened.ticket}`;
    return html`${
      opened.picture === "made"
        ? nothing
        : html`<p role="status" data-testid="no-picture">
            ${say(opened.picture === "failed" ? "rcPictureFailed" : "rcPictureWaiting")}
            ${
              opened.picture === "failed"
                ? html`<button class="secondary" ?disabled=${this.busy} @click=${this.#makeAgain}>${say("rcMakeAgain")}</button>`
                : nothing
            }
          </p>`
    }
    ${
      whole || part
        ? html`<video
            controls
            preload="metadata"
            playsinline
            data-testid="player"
            aria-label=${say("rcPlayer")}
            src=${part ? `${address}&file=${part.file}` : address}
            @timeupdate=${this.#played}
          ></video>`
        : nothing
    }
    <p class="row" role="group" aria-label=${say("rcParts")}>
      ${
        opened.picture === "made" && part
          ? html`<button class="secondary" @click=${() => (this.single = null)}>${say("rcPlayer")}</button>`
          : nothing
      }
      ${firstParts(opened.parts).map(
        (each) =>
          html`<button
            class="secondary"
            data-testid="part"
            aria-pressed=${each.file === part?.file ? "true" : "false"}
            @click=${() => (this.single = each)}
          >
            ${sideWords(each.side, say)} · ${say(each.medium === "audio" ? "rcSound" : "rcPicture")}
            ${clock(each.begins_ms)}
          </button>`,
      )}
    </p>`;
  }

  #timeline(opened: Opened): TemplateResult {
    const { say, language } = this;
    const lines = linesOf(opened, this.sought, say, language);
    const current = lines.filter(({ at_ms }) => at_ms <= this.now + 2000).at(-1);
    const left = opened.steps.filter(({ at_ms }) => at_ms === null);
    return html`<label>
        ${say("rcSearch")}
        <input type="search" data-testid="search-said" @input=${this.#seek} />
      </label>
      <p class=${opened.words_demo ? "trouble" : "quiet"} data-testid="words-told">${wordsTold(opened, say)}</p>
      <ol class="lines" data-testid="lines">
        ${lines.map(
          (line) =>
            html`<li data-what=${line.what} aria-current=${line === current && this.now >= 0 ? "true" : nothing}>
              <button
                data-testid="line"
                title=${say("rcJump", { time: clock(line.at_ms) })}
                @click=${() => void this.#jump(opened, line.at_ms)}
              >
                <time>${clock(line.at_ms)}</time><span>${line.text}</span>
              </button>
            </li>`,
        )}
      </ol>
      ${
        opened.words === "failed" && opened.picture !== "failed"
          ? html`<button class="secondary" ?disabled=${this.busy} @click=${this.#makeAgain}>${say("rcTranscribeAgain")}</button>`
          : nothing
      }
      ${lines.length ? nothing : html`<p class="quiet" role="status">${say("rcNoLine")}</p>`}
      ${
        left.length
          ? html`<p class="quiet">${say("rcNotDone")}</p>
              <ul class="quiet">
                ${left.map((step) => html`<li>${language === "zh" ? step.zh : step.en}</li>`)}
              </ul>`
          : nothing
      }`;
  }

  readonly #seek = (event: Event): void => {
    this.sought = (event.target as HTMLInputElement).value;
  };

  readonly #played = (event: Event): void => {
    const from = this.single?.begins_ms ?? this.opened?.begins_ms ?? 0;
    this.now = from + (event.target as HTMLVideoElement).currentTime * 1000;
  };

  async #jump(opened: Opened, atMs: number): Promise<void> {
    const video = this.renderRoot.querySelector("video");
    if (!video) return;
    video.currentTime = placeIn({ begins_ms: this.single?.begins_ms ?? opened.begins_ms }, atMs);
    await video.play().catch(() => undefined); // whoever stopped it meanwhile wanted that
  }

  readonly #makeAgain = async (): Promise<void> => {
    const at = `/staff/recordings/${this.recording}/picture`;
    if (await this.attempt(() => this.api.call("POST", at))) await this.reload();
  };
}

/** Each file once, with its first stretch. */
function firstParts(parts: readonly Part[]): readonly Part[] {
  return parts.filter((part, at) => parts.findIndex(({ file }) => file === part.file) === at);
}

customElements.define("yq-recording", YqRecording);
