/** Defines <yq-wallboard>: who waits and how long, the service level, who is there; alarms first. */

import { css, html, LitElement, nothing, svg, type TemplateResult } from "lit";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { channelName } from "../conversations/channel.ts";
import { statusName } from "../conversations/list.ts";
import { span } from "../conversations/service-level.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Staff } from "../staff/me.ts";
import type { Say, Word } from "../words/index.ts";
import type { Lookout } from "./lookout.ts";
import {
  type AgentNow,
  type AlarmNow,
  type Board,
  type ConversationNow,
  percent,
  type QueueNow,
  type WaitingNow,
} from "./model.ts";
import { supervisionStyles } from "./supervision.styles.ts";

const ALARMS: Readonly<Record<string, Word>> = {
  queue_wait: "svAlarmQueue",
  no_reply: "svAlarmNoReply",
  hand: "svAlarmHand",
  silent: "svAlarmSilent",
};

/** Says `watch` and `give` with a task, `log-out` with an agent, `take-alarm` with an alarm. */
export class YqWallboard extends LitElement {
  static override styles = [
    base,
    formStyles,
    supervisionStyles,
    css`
      :host(:not([wall])) {
        padding: 0;
      }
    `,
  ];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    lookout: { attribute: false },
    wall: { type: Boolean, reflect: true },
    leaving: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare lookout: Lookout;
  /** Only large figures, over the whole screen. */
  declare wall: boolean;
  /** The agent whom a click more logs out. */
  declare leaving: string;
  #ticking = 0;

  constructor() {
    super();
    this.wall = false;
    this.leaving = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#ticking = window.setInterval(() => this.requestUpdate(), 1000);
    this.addEventListener("fullscreenchange", this.#full);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.#ticking);
    this.removeEventListener("fullscreenchange", this.#full);
  }

  override render(): TemplateResult {
    const { say } = this;
    const { board, open } = this.lookout;
    if (!board) return html`<p class="quiet" role="status">${say(open ? "loading" : "connecting")}</p>`;
    return html`<div class="head">
        <h1>${say("svBoard")}</h1>
        <span class="quiet grow" role="status">${open ? say("svLive") : say("lineCut")}</span>
        <button class="secondary" data-testid="wall" aria-pressed=${this.wall ? "true" : "false"} @click=${this.#toWall}>
          ${say("svWall")}
        </button>
      </div>
      ${this.#alarms(board)} ${this.#tiles(board)}
      <h2>${say("queues")}</h2>
      ${this.#queues(board)}
      <h2>${say("svAgents")}</h2>
      ${this.#agents(board)} ${this.wall ? nothing : this.#lists(board)}`;
  }

  #since(at: string): number {
    return Math.max(0, (this.lookout.now() - Date.parse(at)) / 1000);
  }

  #tiles(board: Board): TemplateResult {
    const { say } = this;
    const waiting = board.queues.reduce((sum, each) => sum + each.waiting, 0);
    const late = board.queues.some((each) => this.#isLate(each));
    const longest = Math.max(0, ...board.queues.map((each) => this.#longest(each)));
    const tile = (name: Word, figure: string, under: string, isLate: boolean, id: string): TemplateResult =>
      html`<div class="tile ${isLate ? "late" : ""}" data-testid="tile-${id}">
        <span class="name">${isLate ? icons.warning : nothing} ${say(name)}</span>
        <span class="figure" data-testid="figure-${id}">${figure}</span>
        <span class="quiet">${under}</span>
      </div>`;
    const { whole } = board;
    return html`<div class="tiles">
        ${tile("svWaiting", String(waiting), say("svWaitingWhy"), late, "waiting")}
        ${tile("svLongest", waiting ? clock(longest) : "–", late ? say("svOverTarget") : say("svLongestWhy"), late, "longest")}
        ${tile(
          "svLevel",
          percent(whole.share),
          say("svLevelCounts", { good: whole.in_time, all: whole.known }),
          false,
          "level",
        )}
        ${tile("svOccupancy", percent(board.occupancy), say("svOccupancyWhy"), false, "occupancy")}
      </div>
      <p class="quiet">${say("svLevelDefinition")}</p>`;
  }

  #longest(queue: QueueNow): number {
    return queue.waiting_since ? this.#since(queue.waiting_since) : 0;
  }

  #isLate(queue: QueueNow): boolean {
    return queue.waiting > 0 && this.#longest(queue) > queue.target_s;
  }

  #queues(board: Board): TemplateResult {
    const { say } = this;
    return html`<table class="queues" data-testid="queues">
      <thead>
        <tr>
          <th scope="col">${say("svQueue")}</th>
          <th scope="col" class="number">${say("svWaiting")}</th>
          <th scope="col" class="number">${say("svLongest")}</th>
          <th scope="col" class="number">${say("svLevel")}</th>
          <th scope="col" class="number wide">${say("svTaken")}</th>
          <th scope="col" class="number wide">${say("svGivenUp")}</th>
        </tr>
      </thead>
      <tbody>
        ${board.queues.map(
          (each) =>
            html`<tr data-testid="queue-${each.queue}">
              <td>${this.#queueName(each)} <span class="quiet">${say("svTarget", { span: span(each.target_s, say) })}</span></td>
              <td class="number">${each.waiting}</td>
              <td class="number">
                ${
                  each.waiting
                    ? html`<span class="tag ${this.#isLate(each) ? "late" : ""}"
                        >${this.#isLate(each) ? icons.warning : nothing} ${clock(this.#longest(each))}</span
                      >`
                    : "–"
                }
              </td>
              <td class="number">${percent(each.today.share)}</td>
              <td class="number wide">${each.today.taken}</td>
              <td class="number wide">${each.today.given_up}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #queueName(each: QueueNow): string {
    return this.language === "en" ? each.name_en || each.name : each.name;
  }

  #nameOf(queue: string): string {
    const found = this.lookout.board?.queues.find((each) => each.queue === queue);
    return found ? this.#queueName(found) : queue;
  }

  #agents(board: Board): TemplateResult {
    const { say } = this;
    if (!board.agents.length) return html`<p class="empty">${say("svNoAgents")}</p>`;
    return html`<ul class="agents" data-testid="agents">
      ${board.agents.map((each) => this.#agent(each))}
    </ul>`;
  }

  #agent(each: AgentNow): TemplateResult {
    const { say } = this;
    const name = say("svLoad", { percent: percent(each.load) });
    return html`<li data-testid="agent" data-agent=${each.agent}>
      <strong>${each.name}</strong>
      <span class="tag ${each.silent ? "late" : ""}"
        >${each.silent ? html`${icons.warning} ${say("svSilent")}` : statusName(each.status, say)}</span
      >
      <p class="quiet">
        ${say("svServes", { count: each.serves })}${each.wraps_up ? html` · ${say("svWrapsUp", { count: each.wraps_up })}` : nothing}
      </p>
      <svg class="load" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label=${name}>
        ${svg`<rect width="100" height="8" rx="2"></rect><rect width=${Math.min(100, each.load * 100)} height="8" rx="2"></rect>`}
      </svg>
      ${this.wall || !this.staff.may("supervision.lead") ? nothing : this.#leave(each)}
    </li>`;
  }

  #leave(each: AgentNow): TemplateResult {
    const { say } = this;
    if (this.leaving !== each.agent)
      return html`<button
        class="secondary small"
        data-testid="log-out"
        aria-label=${say("svLogOutWho", { name: each.name })}
        @click=${() => (this.leaving = each.agent)}
      >
        ${say("svLogOut")}
      </button>`;
    return html`<p role="status" class="quiet">${say("svLogOutWhy")}</p>
      <button
        class="secondary small danger"
        data-testid="log-out-really"
        @click=${() => {
          this.leaving = "";
          this.#tell("log-out", each.agent);
        }}
      >
        ${say("svLogOutReally")}
      </button>
      <button class="secondary small" @click=${() => (this.leaving = "")}>${say("cancel")}</button>`;
  }

  #alarms(board: Board): TemplateResult | typeof nothing {
    if (!board.alarms.length) return nothing;
    return html`<ul class="alarms" aria-label=${this.say("svAlarms")} aria-live="polite" data-testid="alarms">
      ${board.alarms.map((each) => this.#alarm(each))}
    </ul>`;
  }

  #alarm(each: AlarmNow): TemplateResult {
    const { say } = this;
    const word = ALARMS[each.kind];
    const { waited_s, silent_s, target_s, waiting, conversations } = each.reason;
    const words = word
      ? say(word, {
          queue: this.#nameOf(each.about),
          name: each.agent,
          span: span(waited_s ?? silent_s ?? 0, say),
          target: span(target_s ?? 0, say),
          count: waiting ?? conversations ?? 0,
        })
      : each.kind;
    const task = each.kind === "no_reply" || each.kind === "hand" ? each.about : "";
    return html`<li data-testid="alarm" data-kind=${each.kind}>
      ${icons.warning}
      <span class="grow"
        >${words}
        <span class="quiet"
          >${each.addressees.length ? say("svFor", { names: each.addressees.join(say("comma")) }) : say("svForNobody")}
          · ${say("svSince", { span: span(this.#since(each.since), say) })}</span
        ></span
      >
      ${task ? html`<button class="secondary small" @click=${() => this.#tell("watch", task)}>${say("svWatch")}</button>` : nothing}
      ${
        each.taken_by
          ? html`<span data-testid="taken">${say("svTakenBy", { name: each.taken_by })}</span>`
          : each.mine
            ? html`<button class="secondary small" data-testid="take-alarm" @click=${() => this.#tell("take-alarm", each.alarm)}>
                ${say("svTakeAlarm")}
              </button>`
            : nothing
      }
    </li>`;
  }

  #lists(board: Board): TemplateResult {
    const { say } = this;
    return html`<h2>${say("svConversations")}</h2>
      ${
        board.conversations.length
          ? this.#table(
              "svAgent",
              board.conversations.map((each) => this.#served(each)),
            )
          : html`<p class="empty">${say("svNoConversations")}</p>`
      }
      ${
        board.waiting.length
          ? html`<h2>${say("svWaitingList")}</h2>
            ${this.#table(
              "svQueue",
              board.waiting.map((each) => this.#waits(each)),
            )}`
          : nothing
      }`;
  }

  #table(who: Word, rows: readonly TemplateResult[]): TemplateResult {
    const { say } = this;
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${say("customer")}</th>
          <th scope="col">${say(who)}</th>
          <th scope="col" class="wide">${say("channel")}</th>
          <th scope="col">${say("svDuration")}</th>
          <th scope="col"><span class="hidden">${say("svActions")}</span></th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`;
  }

  #served(each: ConversationNow): TemplateResult {
    const { say } = this;
    return html`<tr data-testid="conversation" data-task=${each.task}>
      <td>${each.customer} ${each.urgent ? html`<span class="tag late">${icons.warning} ${say("urgent")}</span>` : nothing}</td>
      <td>
        ${each.name}
        ${each.hand_since ? html`<span class="tag hand" data-testid="hand-up">${icons.warning} ${say("svHandUp")}</span>` : nothing}
        ${each.participants.map((name) => html`<span class="tag" data-testid="takes-part">${say("svTakesPart", { name })}</span>`)}
        ${each.replied || each.state === "wrapping" ? nothing : html`<span class="tag">${say("svNoWordsYet")}</span>`}
      </td>
      <td class="wide">${channelName(each.channel, say)}</td>
      <td>${clock(this.#since(each.since))}</td>
      <td class="number">
        <button
          class="secondary small"
          data-testid="watch"
          aria-label=${say("svWatchWho", { customer: each.customer })}
          @click=${() => this.#tell("watch", each.task)}
        >
          ${say("svWatch")}
        </button>
      </td>
    </tr>`;
  }

  #waits(each: WaitingNow): TemplateResult {
    const { say } = this;
    return html`<tr data-testid="waits" data-task=${each.task}>
      <td>${each.customer} ${each.urgent ? html`<span class="tag late">${icons.warning} ${say("urgent")}</span>` : nothing}</td>
      <td>${this.#nameOf(each.queue)}</td>
      <td class="wide">${channelName(each.channel, say)}</td>
      <td>${clock(this.#since(each.since))}</td>
      <td class="number">
        ${
          this.staff.may("supervision.lead")
            ? html`<button
                class="secondary small"
                data-testid="give"
                aria-label=${say("svGiveWho", { customer: each.customer })}
                @click=${() => this.#tell("give", each.task)}
              >
                ${say("svGive")}
              </button>`
            : nothing
        }
      </td>
    </tr>`;
  }

  #tell(what: string, about: string): void {
    this.dispatchEvent(new CustomEvent(what, { detail: about }));
  }

  readonly #toWall = async (): Promise<void> => {
    this.wall = !this.wall;
    try {
      if (this.wall) await this.requestFullscreen();
      else if (document.fullscreenElement) await document.exitFullscreen();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // a browser that has no full screen shows it large all the same
    }
  };

  readonly #full = (): void => {
    if (!document.fullscreenElement) this.wall = false;
  };
}

/** Minutes and seconds, hours where there are any. */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (part: number): string => String(part).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

customElements.define("yq-wallboard", YqWallboard);
