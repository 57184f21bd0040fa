/** Defines <yq-call>: the customer's page of a call, from the look at one's camera to the end. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { base, tokens } from "@yuanqiao/shared/design/tokens.ts";
import { type Devices, openDevices } from "@yuanqiao/shared/video/devices.ts";
import {
  afterFilling,
  afterHearing,
  type CustomerSays,
  EMPTY_TABLE,
  type Heard,
  type Table,
} from "@yuanqiao/shared/video/guide.ts";
import { type CallShown, isRecorded } from "@yuanqiao/shared/video/protocol.ts";
import { Share } from "@yuanqiao/shared/video/share.ts";
import { Talk } from "@yuanqiao/shared/video/talk.ts";
import { langTag, type Language } from "@yuanqiao/shared/words/language.ts";
import "@yuanqiao/shared/video/board.ts";
import "@yuanqiao/shared/video/stage.ts";
import { callStyles } from "./call.styles.ts";
import { holdChat } from "./chat.ts";
import { Line, type SeatStore } from "./line.ts";
import "./step.ts";
import type { StepShown } from "./step.ts";
import { type Say, speaker, type Word } from "./words/index.ts";

const ENDED: Readonly<Record<string, Word>> = {
  customer: "endedCustomer",
  agent: "endedAgent",
  line: "endedLine",
  agent_line: "endedAgentLine",
  nobody: "endedNobody",
  closed: "endedClosed",
  media: "endedMedia",
};

const MISSING: Readonly<Record<Exclude<Devices["missing"], "">, Word>> = {
  camera: "missingCamera",
  both: "missingBoth",
  refused: "missingRefused",
  unable: "missingUnable",
};

type Where = "opening" | "check" | "call" | "refused" | "elsewhere";

export class YqCall extends LitElement {
  static override styles = [tokens, base, callStyles];
  static override properties = {
    language: { attribute: false },
    where: { state: true },
    call: { state: true },
    missing: { state: true },
    reachable: { state: true },
    chat: { state: true },
    chatShown: { state: true },
    tick: { state: true },
    table: { state: true },
    step: { state: true },
  };

  declare language: Language;
  declare where: Where;
  declare call: CallShown | null;
  declare missing: Devices["missing"];
  declare reachable: boolean;
  declare chat: boolean;
  declare chatShown: boolean;
  declare tick: number;
  /** What both sides look at beside the picture. */
  declare table: Table;
  /** Where the business flow stands; null: none was begun. */
  declare step: StepShown | null;
  #share: Share | null = null;
  readonly #line: Line;
  readonly #talk = new Talk(false, {
    send: (round, data) => this.#line.signal(round, data),
    changed: () => (this.tick += 1),
    tooPoor: (poor) => this.#tooPoor(poor),
  });
  #release: () => void = () => {};
  readonly #seat: () => string;

  constructor(url: string, ticket: string, seats: SeatStore) {
    super();
    this.language = "zh";
    this.where = "opening";
    this.call = null;
    this.missing = "";
    this.reachable = true;
    this.chat = false;
    this.chatShown = innerWidth > 760;
    this.tick = 0;
    this.table = EMPTY_TABLE;
    this.step = null;
    this.#seat = () => seats.read();
    this.#line = new Line(url, ticket, seats, {
      seated: (chat) => this.#seated(chat),
      called: (call) => this.#called(call),
      signalled: (round, data) => this.#talk.hear(round, data),
      guided: (data) => this.#guided(data),
      reached: (ice) => this.#talk.reach(ice),
      stepped: (step) => (this.step = step),
      open: (open) => (this.reachable = open),
      over: (why) => this.#over(why),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#line.start();
  }

  override updated(): void {
    const frame = this.renderRoot.querySelector("iframe");
    if (frame && !frame.src) {
      this.#release();
      this.#release = holdChat(frame, langTag(this.language)); // before it loads, or its first word is missed
      frame.src = "/webchat/frame";
    }
  }

  override render(): TemplateResult {
    const say = speaker(this.language);
    const chat = this.where === "call" && this.chat && this.call?.state !== "ended";
    return html`<header>
        <h1>${this.#title(say)}</h1>
        ${
          chat
            ? html`<button
              class="secondary"
              data-testid="chat"
              aria-expanded=${this.chatShown ? "true" : "false"}
              @click=${() => (this.chatShown = !this.chatShown)}
            >
              ${this.chatShown ? say("hideChat") : say("showChat")}
            </button>`
            : nothing
        }
      </header>
      <div class="body" ?data-chat=${chat && this.chatShown}>
        <main data-testid="state" data-state=${this.#state()}>${this.#inside(say)}</main>
        ${chat && this.chatShown ? html`<iframe title=${say("chat")} data-testid="chat-frame"></iframe>` : nothing}
      </div>`;
  }

  #state(): string {
    return this.where === "call" ? (this.call?.state ?? "opening") : this.where;
  }

  #title(say: Say): string {
    const { call } = this;
    return call?.state === "joined" && call.agent ? say("withAgent", { agent: call.agent }) : say("title");
  }

  #inside(say: Say): TemplateResult {
    if (this.call?.state === "ended") return card(say("ended"), say(ENDED[this.call.why] ?? "ended"));
    switch (this.where) {
      case "opening":
        return card(say("opening"), "");
      case "refused":
        return card(say("refused"), say("refusedText"));
      case "elsewhere":
        return card(
          say("elsewhere"),
          say("elsewhereText"),
          html`<button class="primary" data-testid="here" @click=${this.#here}>${say("here")}</button>`,
        );
      case "check":
        return this.#check(say);
      case "call":
        return html`${this.#shareNotice(say)}<yq-stage
          .talk=${this.#talk}
          .language=${this.language}
          .tick=${this.tick}
          .notice=${this.#notice(say)}
          .holding=${this.call?.state === "lost" && this.reachable ? say("holding") : ""}
          .recorded=${this.call?.recorded ?? "no"}
          @sound-only=${(event: CustomEvent<boolean>) => this.#keepSound(event.detail)}
          @hang-up=${() => this.#line.leave()}
          >${this.call?.state === "joined" ? this.#shareButton(say) : nothing}</yq-stage
        ><yq-step
          tabindex=${this.step ? 0 : nothing}
          .step=${this.step}
          .language=${this.language}
          .seat=${this.#seat}
        ></yq-step
        ><yq-board .table=${this.table} .language=${this.language} @board=${this.#board}></yq-board>`;
    }
  }

  #shareButton(say: Say): TemplateResult | typeof nothing {
    if (!Share.possible) return nothing;
    return html`<button
      slot="more"
      data-testid="share"
      aria-pressed=${this.#share ? "true" : "false"}
      @click=${() => (this.#share ? this.#share.stop() : this.#beginShare())}
    >
      ${say(this.#share ? "shareEnd" : "share")}
    </button>`;
  }

  /** What the agent sees of the screen; a page that names nothing private is not seen before it is allowed. */
  #shareNotice(say: Say): TemplateResult | typeof nothing {
    const share = this.#share;
    if (!share) return nothing;
    if (share.covered)
      return html`<p class="quiet" role="status" data-testid="share-covered">${say("shareCovered")}</p>`;
    if (share.allowed) return html`<p class="trouble" role="status">${say("shareUncovered")}</p>`;
    return html`<p class="trouble" role="alert">
      ${say("shareAsk")}
      <button class="secondary" data-testid="share-allow" @click=${() => share.allow()}>${say("shareAllow")}</button>
    </p>`;
  }

  async #beginShare(): Promise<void> {
    const share = await Share.begin(
      () => this.#talk.local.getVideoTracks()[0],
      () => this.#sharing(),
    );
    if (!share) return;
    this.#share = share;
    await this.#talk.show(share.track);
    this.#sharing();
  }

  /** Says how it stands with the screen, and takes the camera again when that is over. */
  #sharing(): void {
    if (!this.#share) return;
    const { over, covered } = this.#share;
    if (over) {
      this.#share = null;
      void this.#talk.show(null);
    }
    this.#line.guide({ kind: "sharing", on: !over, covered });
    this.tick += 1;
  }

  /** By itself a picture is left out only where none has to be recorded. */
  #tooPoor(poor: boolean): void {
    if (!poor || !isRecorded(this.call)) this.#keepSound(poor);
  }

  #keepSound(only: boolean): void {
    void this.#talk.keepSound(only, true);
    this.#line.guide({ kind: "sound", only });
  }

  #guided(data: Heard): void {
    if (data.kind === "sound") {
      void this.#talk.keepSound(data.only, false);
      return;
    }
    if (data.kind === "point") {
      if (this.#share)
        this.#share.spot = data.x === null || data.y === null ? null : { x: data.x, y: data.y };
      return;
    }
    this.table = afterHearing(this.table, data);
    if (data.kind === "form")
      for (const [field, value] of Object.entries(this.table.values))
        this.#line.guide(withoutPrivate({ kind: "filled", form: data.form, field, value }, this.table));
    if (data.kind === "show") this.#line.guide({ kind: "seen", document: data.document, page: data.page });
  }

  readonly #board = (event: CustomEvent<CustomerSays>): void => {
    const said = event.detail;
    if (said.kind === "filled") this.table = afterFilling(this.table, said.field, said.value);
    this.#line.guide(withoutPrivate(said, this.table));
  };

  #notice(say: Say): string {
    if (!this.reachable) return say("lostOwn");
    if (this.call?.state === "lost") return say("lostOther");
    return this.call?.state === "joined" ? "" : say("waiting");
  }

  #check(say: Say): TemplateResult {
    return html`<section class="card">
      <h2>${say("checkTitle")}</h2>
      <p>${say("checkText")}</p>
      ${this.missing ? html`<p class="trouble" role="alert">${say(MISSING[this.missing])}</p>` : nothing}
      <yq-stage preview .talk=${this.#talk} .language=${this.language} .tick=${this.tick}></yq-stage>
      <div class="row">
        <button class="primary" data-testid="join" @click=${this.#join}>${say("join")}</button>
        ${
          this.missing
            ? html`<button class="secondary" @click=${this.#look}>${say("again")}</button>`
            : nothing
        }
      </div>
    </section>`;
  }

  #seated(chat: boolean): void {
    this.chat = chat;
    if (this.where !== "opening") return;
    this.where = "check";
    void this.#look();
  }

  readonly #look = async (): Promise<void> => {
    const { stream, missing } = await openDevices();
    this.missing = missing;
    await this.#talk.use(stream);
  };

  readonly #join = (): void => {
    this.where = "call";
    this.#line.ready();
  };

  #called(call: CallShown): void {
    if (call.state === "joined" && call.round !== this.call?.round) this.#sharing();
    this.call = call;
    if (call.state === "joined" && this.where === "call") this.#talk.begin(call.round);
    if (call.state === "ended") this.#stop();
  }

  #over(why: "refused" | "elsewhere"): void {
    this.where = why;
    this.#stop();
  }

  #stop(): void {
    this.#share?.stop();
    this.#talk.stop();
    this.table = EMPTY_TABLE;
    this.step = null;
  }

  readonly #here = (): void => {
    this.where = "opening";
    this.#line.start();
  };
}

/** Of a private field the hub is told only that it holds something: not even it gets the value before the end. */
function withoutPrivate(said: CustomerSays, { shown }: Table): CustomerSays {
  if (said.kind !== "filled" || shown?.kind !== "form") return said;
  const field = shown.fields.find((each) => each.field === said.field);
  return field?.private && said.value ? { ...said, value: "*" } : said;
}

function card(title: string, text: string, more: TemplateResult | typeof nothing = nothing): TemplateResult {
  return html`<section class="card" role="status">
    <h2>${title}</h2>
    <p>${text}</p>
    ${more}
  </section>`;
}

customElements.define("yq-call", YqCall);
