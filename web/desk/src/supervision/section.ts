/** Defines <yq-supervision>: the wallboard, a conversation that is read along, and the reports. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { formStyles } from "../shell/form.styles.ts";
import { ApiError } from "../staff/api.ts";
import type { Staff } from "../staff/me.ts";
import type { Say, Word } from "../words/index.ts";
import type { Ended } from "./end.ts";
import type { Colleague, Given } from "./give.ts";
import { Lookout } from "./lookout.ts";
import { supervisionStyles } from "./supervision.styles.ts";
import type { Spoken, YqWatch } from "./watch.ts";
import "../knowledge/announcements.ts";
import "./end.ts";
import "./give.ts";
import "./reports.ts";
import "./wallboard.ts";
import "./watch.ts";

/** The pages in their order: name, word, and the right that opens each. */
const PAGES: readonly (readonly [string, Word, string])[] = [
  ["board", "svBoard", "supervision.watch"],
  ["reports", "svReports", "supervision.report"],
  ["notices", "kbAnnouncements", "announcements.read"],
];

const FAULTS: Readonly<Record<string, Word>> = {
  conflict: "svConflict",
  not_found: "svOutOfReach",
  not_allowed: "refusedNotAllowed",
  forbidden_words: "svForbidden",
  unreachable: "unreachable",
};

export class YqSupervision extends LitElement {
  static override styles = [
    base,
    formStyles,
    supervisionStyles,
    css`
      :host([watching]) {
        height: 100%;
        padding: 0;
      }
    `,
  ];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    seen: { state: true },
    trouble: { state: true },
    giving: { state: true },
    ending: { state: true },
    page: { state: true },
    agents: { state: true },
    watching: { type: Boolean, reflect: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  /** Grows with each change of what is seen. */
  declare seen: number;
  declare trouble: string;
  /** The task that is to be given to somebody; empty for none. */
  declare giving: string;
  /** Whether the conversation that is read along is to be ended. */
  declare ending: boolean;
  declare agents: readonly Colleague[];
  /** `board`, `reports` or `notices`, as the page's address says. */
  declare page: string;
  declare watching: boolean;
  readonly #lookout = new Lookout(
    `${location.origin.replace(/^http/, "ws")}/staff/supervision`,
    () => (this.seen += 1),
    () => void this.staff.find(),
  );

  constructor() {
    super();
    this.seen = 0;
    this.trouble = this.giving = "";
    this.agents = [];
    this.page = chosenPage();
    this.watching = this.ending = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#lookout.start();
    addEventListener("hashchange", this.#choose);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#lookout.stop();
    removeEventListener("hashchange", this.#choose);
  }

  override render(): TemplateResult {
    const { task } = this.#lookout;
    return html`${task ? this.#watch() : this.#pages()}
    ${
      this.giving
        ? html`<yq-give
          .say=${this.say}
          .language=${this.language}
          .queues=${this.#lookout.board?.queues ?? []}
          .agents=${this.agents}
          @gone=${() => (this.giving = "")}
          @given=${this.#given}
        ></yq-give>`
        : nothing
    }
    ${
      this.ending
        ? html`<yq-end
          .say=${this.say}
          .language=${this.language}
          @gone=${() => (this.ending = false)}
          @ended=${this.#ended}
        ></yq-end>`
        : nothing
    }`;
  }

  #pages(): TemplateResult {
    const { say } = this;
    const pages = PAGES.filter(([, , right]) => this.staff.may(right));
    const shown = pages.some(([name]) => name === this.page) ? this.page : "board";
    return html`${
      pages.length > 1
        ? html`<nav aria-label=${say("svPages")}>
            ${pages.map(
              ([name, word]) =>
                html`<a href="#supervision/${name}" aria-current=${name === shown ? "page" : nothing} data-testid="page-${name}"
                  >${say(word)}</a
                >`,
            )}
          </nav>`
        : nothing
    }${shown === "reports" ? this.#reports() : shown === "notices" ? this.#notices() : this.#board()}`;
  }

  /** Emergency announcements, as in the studio: in an emergency nobody looks for them there. */
  #notices(): TemplateResult {
    return html`<yq-kb-announcements
      .staff=${this.staff}
      .say=${this.say}
      .language=${this.language}
    ></yq-kb-announcements>`;
  }

  #reports(): TemplateResult {
    return html`<yq-reports
      .staff=${this.staff}
      .say=${this.say}
      .language=${this.language}
      @watch=${(event: CustomEvent<string>) => this.#show(event.detail)}
    ></yq-reports>`;
  }

  readonly #choose = (): void => {
    this.page = chosenPage();
  };

  #board(): TemplateResult {
    return html`${this.trouble ? html`<p class="trouble" role="alert" data-testid="trouble">${this.trouble}</p>` : nothing}
      <yq-wallboard
        .staff=${this.staff}
        .say=${this.say}
        .language=${this.language}
        .lookout=${this.#lookout}
        .seen=${this.seen}
        @watch=${(event: CustomEvent<string>) => this.#show(event.detail)}
        @give=${(event: CustomEvent<string>) => void this.#give(event.detail)}
        @log-out=${(event: CustomEvent<string>) => void this.#call(`agents/${encodeURIComponent(event.detail)}/log-out`)}
        @take-alarm=${(event: CustomEvent<string>) => void this.#call(`alarms/${event.detail}/take`)}
      ></yq-wallboard>`;
  }

  #watch(): TemplateResult {
    return html`<yq-watch
      .staff=${this.staff}
      .say=${this.say}
      .language=${this.language}
      .lookout=${this.#lookout}
      .seen=${this.seen}
      .trouble=${this.trouble}
      @back=${() => this.#show("")}
      @give=${() => void this.#give(this.#lookout.task)}
      @enter=${() => void this.#call(`tasks/${this.#lookout.task}/enter`)}
      @leave=${() => void this.#call(`tasks/${this.#lookout.task}/leave`)}
      @end=${() => (this.ending = true)}
      @take-over=${this.#takeOver}
      @spoken=${this.#spoken}
    ></yq-watch>`;
  }

  #show(task: string): void {
    this.trouble = "";
    this.watching = task !== "";
    this.#lookout.watch(task);
  }

  async #give(task: string): Promise<void> {
    try {
      const told = await this.staff.api.call<{ agents: readonly Colleague[] }>(
        "GET",
        "/staff/supervision/agents",
      );
      this.agents = told.agents;
      this.giving = task;
    } catch (error) {
      this.#fault(error);
    }
  }

  readonly #given = async (event: CustomEvent<Given>): Promise<void> => {
    const { kind, to, note } = event.detail;
    const task = this.giving;
    this.giving = "";
    const target = kind === "agent" ? { account_id: to } : { queue: to };
    await this.#call(`tasks/${task}/${kind}`, { ...target, note, wish: crypto.randomUUID() });
  };

  readonly #ended = async (event: CustomEvent<Ended>): Promise<void> => {
    this.ending = false;
    await this.#call(`tasks/${this.#lookout.task}/close`, event.detail);
  };

  /** The conversation is the supervisor's own from then on, at their own desk. */
  readonly #takeOver = async (): Promise<void> => {
    if (!(await this.#call(`tasks/${this.#lookout.task}/take-over`))) return;
    this.#show("");
    location.hash = "#conversations";
  };

  readonly #spoken = async (event: CustomEvent<Spoken>): Promise<void> => {
    const { kind, text, wish } = event.detail;
    if (await this.#call(`tasks/${this.#lookout.task}/${kind}`, { text, wish }))
      this.renderRoot.querySelector<YqWatch>("yq-watch")?.sent();
  };

  /** Does something; false where it failed, which is told then. */
  async #call(path: string, body?: unknown): Promise<boolean> {
    this.trouble = "";
    try {
      await this.staff.api.call("POST", `/staff/supervision/${path}`, body);
      return true;
    } catch (error) {
      this.#fault(error);
      return false;
    }
  }

  #fault(error: unknown): void {
    if (!(error instanceof ApiError)) throw error;
    const word = FAULTS[error.code];
    this.trouble = word ? this.say(word) : this.say("failed", { code: error.code });
  }
}

function chosenPage(): string {
  return location.hash.slice(1).split("/")[1] ?? "";
}

customElements.define("yq-supervision", YqSupervision);
