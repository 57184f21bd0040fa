/** Defines <yq-desk-video>: offers a call, answers one, and shows the one that the agent is in. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { type Devices, openDevices } from "@yuanqiao/shared/video/devices.ts";
import {
  afterHearing,
  type AgentSays,
  EMPTY_TABLE,
  type Guide,
  type Shelf,
  type Spot,
  type Table,
} from "@yuanqiao/shared/video/guide.ts";
import { type CallShown, isRecorded, type Signal } from "@yuanqiao/shared/video/protocol.ts";
import { Talk } from "@yuanqiao/shared/video/talk.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { YqStage } from "@yuanqiao/shared/video/stage.ts";
import "@yuanqiao/shared/video/stage.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say, Word } from "../words/index.ts";
import type { CardPicture } from "./card.ts";
import "./desk-flow.ts";
import "./desk-guide.ts";
import type { Case, Flows, Tick } from "./flow.ts";
import { VideoLine } from "./line.ts";

const MISSING: Readonly<Record<Exclude<Devices["missing"], "">, Word>> = {
  camera: "videoMissingCamera",
  both: "videoMissingBoth",
  refused: "videoMissingRefused",
  unable: "videoMissingUnable",
};

/**
 * `conversation`: the one that is looked at and served, else empty. Says `show-conversation` with another, and
 * `picture` with a picture (`File`) that was taken of the customer's side for that conversation.
 */
export class YqDeskVideo extends LitElement {
  static override styles = [
    base,
    formStyles,
    css`
      :host {
        order: -1;
        display: flex;
        flex-direction: column;
        gap: 8px;
        padding: 8px 16px;
        border-bottom: 1px solid var(--yq-line);
      }
      :host([idle]) {
        display: none;
      }
      p {
        margin: 0;
      }
      .quiet {
        color: var(--yq-quiet);
      }
      .row {
        align-items: center;
      }
      .row p {
        flex: 1;
      }
      yq-stage {
        height: min(42vh, 360px);
      }
    `,
  ];
  static override properties = {
    say: { attribute: false },
    language: { attribute: false },
    conversation: { attribute: false },
    calls: { state: true },
    mine: { state: true },
    missing: { state: true },
    refused: { state: true },
    reachable: { state: true },
    flows: { state: true },
    flow: { state: true },
    flowWhy: { state: true },
    card: { state: true },
    tick: { state: true },
    shelf: { state: true },
    table: { state: true },
    sharing: { state: true },
    pointing: { state: true },
    idle: { type: Boolean, reflect: true },
  };

  declare say: Say;
  declare language: Language;
  declare conversation: string;
  declare calls: readonly CallShown[];
  /** The id of the call that this desk is in; empty for none. */
  declare mine: string;
  declare missing: Devices["missing"];
  declare refused: boolean;
  declare reachable: boolean;
  /** What can be begun; null until the hub has said so. */
  declare flows: Flows | null;
  /** The flow of the call that this desk is in. */
  declare flow: Case | null;
  declare flowWhy: string;
  /** The customer's picture of their identity card, while the hub holds it too. */
  declare card: CardPicture | null;
  declare tick: number;
  /** What can be shown; null until the hub has said so. */
  declare shelf: Shelf | null;
  /** What both sides look at beside the picture. */
  declare table: Table;
  /** How it stands with the customer's screen. */
  declare sharing: "" | "covered" | "uncovered";
  declare pointing: boolean;
  declare idle: boolean;
  /** Of the call that this desk is in, when it was told last. */
  #round = 0;
  readonly #talk = new Talk(true, {
    send: (round, data) => this.#line.signal(this.mine, round, data),
    changed: () => (this.tick += 1),
    tooPoor: (poor) => this.#tooPoor(poor),
  });
  readonly #line = new VideoLine(`${location.origin.replace(/^http/, "ws")}/staff/video`, {
    calls: (calls) => this.#take(calls),
    signalled: (signal) => this.#hear(signal),
    open: (open) => this.#opened(open),
    refused: () => this.#refuse(),
    flows: (flows) => (this.flows = flows),
    flow: (flow) => this.#follow(flow),
    pictured: (card) => (this.card = card),
    flowAnswered: (why) => (this.flowWhy = why),
    shelf: (shelf) => (this.shelf = shelf),
    guided: (guide) => this.#guided(guide),
    reached: (ice) => ice.call === this.mine && this.#talk.reach(ice),
  });

  constructor() {
    super();
    this.conversation = "";
    this.calls = [];
    this.mine = "";
    this.missing = "";
    this.refused = false;
    this.reachable = true;
    this.flows = null;
    this.flow = null;
    this.flowWhy = "";
    this.card = null;
    this.tick = 0;
    this.shelf = null;
    this.#clear();
    this.idle = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#line.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#line.stop();
    this.#talk.stop();
  }

  override willUpdate(): void {
    this.idle = !this.mine && !this.conversation && !this.#ringing();
  }

  override render(): TemplateResult {
    const call = this.calls.find((each) => each.call === this.mine);
    return html`${this.refused ? this.#refusal() : nothing} ${call ? this.#inCall(call) : this.#outside()}`;
  }

  /** The oldest call that waits for an answer. */
  #ringing(): CallShown | undefined {
    return this.calls.find(
      ({ state, customer_here }) => state === "ringing" || (state === "lost" && customer_here),
    );
  }

  #refusal(): TemplateResult {
    const { say } = this;
    return html`<p class="trouble" role="alert" data-testid="video-refused">
      ${say("videoRefused")}
      <button class="secondary" @click=${() => (this.refused = false)}>${say("understood")}</button>
    </p>`;
  }

  #inCall(call: CallShown): TemplateResult {
    const { say } = this;
    let notice = call.state === "lost" ? say("videoLost") : "";
    if (!this.reachable) notice = say("videoLineCut");
    return html`${this.missing ? html`<p class="trouble" role="status">${say(MISSING[this.missing])}</p>` : nothing}
      <yq-stage
        role="region"
        aria-label=${say("videoCall")}
        data-testid="video"
        data-state=${call.state}
        .talk=${this.#talk}
        .language=${this.language}
        .tick=${this.tick}
        .notice=${notice}
        .holding=${call.state === "lost" && this.reachable ? say("videoLost") : ""}
        .recorded=${call.recorded}
        @sound-only=${(event: CustomEvent<boolean>) => this.#keepSound(event.detail)}
        .pointing=${this.pointing && Boolean(this.sharing)}
        @hang-up=${() => this.#line.leave(call.call)}
        @point=${(event: CustomEvent<Spot | null>) => this.#point(event.detail)}
        >${call.state === "joined" ? this.#buttons(call) : nothing}</yq-stage
      >
      ${
        this.sharing
          ? html`<p class="quiet" role="status" data-testid="video-sharing">
            ${say(this.sharing === "covered" ? "videoShared" : "videoSharedOpen")}
          </p>`
          : nothing
      }
      ${call.state === "joined" ? html`${this.#guide(call)}${this.#flow(call)}` : nothing}`;
  }

  #buttons(call: CallShown): TemplateResult {
    const { say } = this;
    return html`<button
        slot="more"
        data-testid="video-point"
        aria-pressed=${this.pointing ? "true" : "false"}
        ?hidden=${!this.sharing}
        @click=${() => (this.pointing = !this.pointing)}
      >
        ${say("videoPoint")}
      </button>
      <button
        slot="more"
        data-testid="video-picture"
        ?hidden=${call.conversation !== this.conversation}
        @click=${this.#takePicture}
      >
        ${say("videoPicture")}
      </button>`;
  }

  #guide({ call }: CallShown): TemplateResult | typeof nothing {
    if (!this.shelf) return nothing;
    return html`<yq-desk-guide
      .say=${this.say}
      .language=${this.language}
      .shelf=${this.shelf}
      .table=${this.table}
      @guide=${(event: CustomEvent<AgentSays>) => this.#line.guide(call, event.detail)}
    ></yq-desk-guide>`;
  }

  /** By itself a picture is left out only where none has to be recorded. */
  #tooPoor(poor: boolean): void {
    if (!poor || !isRecorded(this.calls.find(({ call }) => call === this.mine))) this.#keepSound(poor);
  }

  #keepSound(only: boolean): void {
    void this.#talk.keepSound(only, true);
    this.#line.guide(this.mine, { kind: "sound", only });
  }

  #point(spot: Spot | null): void {
    this.#line.guide(this.mine, { kind: "point", x: spot?.x ?? null, y: spot?.y ?? null });
  }

  readonly #takePicture = async (): Promise<void> => {
    const taken = await this.renderRoot.querySelector<YqStage>("yq-stage")?.snapshot();
    if (!taken) return;
    const name = `video-${new Date().toISOString().replace(/[:.]/g, "-")}.jpg`;
    this.dispatchEvent(new CustomEvent("picture", { detail: new File([taken], name, { type: taken.type }) }));
  };

  #guided({ call, data }: Guide): void {
    if (call !== this.mine) return;
    if (data.kind === "sound") void this.#talk.keepSound(data.only, false);
    else if (data.kind === "sharing") {
      const covered = data.covered ? "covered" : "uncovered";
      this.sharing = data.on ? covered : "";
      this.pointing = this.pointing && data.on;
    } else this.table = afterHearing(this.table, data);
  }

  /** Both came together anew: the customer's page may be another one by now. */
  #showAgain(): void {
    const { shown } = this.table;
    if (shown?.kind === "show")
      this.#line.guide(this.mine, { kind: "show", document: shown.document, page: shown.page });
    else if (shown) this.#line.guide(this.mine, { kind: "form", form: shown.form });
  }

  #clear(): void {
    this.table = EMPTY_TABLE;
    this.sharing = "";
    this.pointing = false;
  }

  #flow({ call }: CallShown): TemplateResult | typeof nothing {
    if (!this.flows) return nothing;
    return html`<yq-desk-flow
      .say=${this.say}
      .language=${this.language}
      .flows=${this.flows}
      .flow=${this.flow?.call === call ? this.flow : null}
      .why=${this.flowWhy}
      .card=${this.card?.call === call ? this.card : null}
      @flow-begin=${(event: CustomEvent<string>) => this.#line.begin(call, event.detail)}
      @flow-tick=${(event: CustomEvent<Tick>) => this.#line.tick(call, event.detail)}
    ></yq-desk-flow>`;
  }

  #outside(): TemplateResult {
    const { say } = this;
    const ringing = this.#ringing();
    if (ringing) {
      const here = ringing.conversation === this.conversation;
      return html`<div class="row">
        <p role="alert">${say(here ? "videoRinging" : "videoRingingElsewhere")}</p>
        <button class="primary" data-testid="video-answer" @click=${() => this.#answer(ringing)}>
          ${say("videoAnswer")}
        </button>
      </div>`;
    }
    if (!this.conversation) return html``;
    const invited = this.calls.some(({ conversation }) => conversation === this.conversation);
    return html`<div class="row">
      ${invited ? html`<p class="quiet" role="status" data-testid="video-invited">${say("videoInvited")}</p>` : nothing}
      <button class="secondary" data-testid="video-invite" @click=${this.#invite}>
        ${say(invited ? "videoInviteAgain" : "videoInvite")}
      </button>
    </div>`;
  }

  readonly #invite = (): void => {
    this.refused = false;
    this.#line.invite(this.conversation);
  };

  async #answer(call: CallShown): Promise<void> {
    this.refused = false;
    if (call.conversation !== this.conversation)
      this.dispatchEvent(new CustomEvent<string>("show-conversation", { detail: call.conversation }));
    const { stream, missing } = await openDevices();
    this.missing = missing;
    await this.#talk.use(stream);
    this.mine = call.call;
    this.#line.accept(call.call);
  }

  #take(calls: readonly CallShown[]): void {
    this.calls = calls;
    const mine = calls.find(({ call }) => call === this.mine);
    if (mine?.state === "joined") {
      if (mine.round !== this.#round) this.#showAgain();
      this.#round = mine.round;
      this.#talk.begin(mine.round);
    }
    if (this.mine && !mine) {
      this.mine = "";
      this.flowWhy = "";
      this.card = null;
      this.#clear();
      this.#talk.stop();
    }
  }

  /** A flow that has gone on needs the picture no more. */
  #follow(flow: Case): void {
    if (flow.done.length !== this.flow?.done.length) this.card = null;
    this.flow = flow;
  }

  #hear(signal: Signal): void {
    if (signal.call === this.mine) this.#talk.hear(signal.round, signal.data);
  }

  /** What was refused may have been the call itself: then this desk is in none. */
  #refuse(): void {
    this.refused = true;
    if (this.calls.some(({ call, agent_here }) => call === this.mine && agent_here)) return;
    this.mine = "";
    this.#talk.stop();
  }

  #opened(open: boolean): void {
    this.reachable = open;
    this.card = null; // the hub held it with the line that was cut
    if (open && this.mine) this.#line.accept(this.mine);
  }
}

customElements.define("yq-desk-video", YqDeskVideo);
