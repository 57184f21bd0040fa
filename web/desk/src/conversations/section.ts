/** Defines <yq-conversations>: offers and tasks, the conversation, and what goes along with it. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";
import { formStyles } from "../shell/form.styles.ts";
import { drawLater, drawMentions } from "./asides.ts";
import { DECLINE } from "./choose.ts";
import { drawOffer, drawStatus, drawTask } from "./list.ts";
import type { Planned } from "./later.ts";
import { YqLeads } from "./leads.ts";
import { Notice } from "./notice.ts";
import { drawPanel } from "./panel.ts";
import { Replies } from "../phrases/replies.ts";
import { ApiError } from "../staff/api.ts";
import type { Written, YqDeskComposer } from "./composer.ts";
import { drawRefusal } from "./refusals.ts";
import { reveal, type Revealed } from "./revealing.ts";
import type { LaterShown, Message, Offer, Opened } from "./protocol.ts";
import { type Action, Shortcuts } from "./shortcuts.ts";
import { askSuggestions, tellSent } from "./suggestions.ts";
import { YqAttach } from "./attach.ts";
import { sectionStyles } from "./section.styles.ts";
import { Work } from "./work.ts";
import "./bank.ts";
import "./callbacks.ts";
import "./composer.ts";
import "./customer.ts";
import "./later.ts";
import "./log.ts";
import "./shortcuts-sheet.ts";
import "./told.ts";
import "./wrap-up.ts";
import "../video/desk-video.ts";

export class YqConversations extends LitElement {
  static override styles = [base, formStyles, sectionStyles];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    declining: { state: true },
    panel: { type: Boolean, reflect: true },
    listing: { state: true },
    planned: { state: true },
    coming: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare declining: Offer | null;
  declare panel: boolean;
  /** What is to be sent later, while its sheet is open. */
  declare planned: Pick<LaterShown, "task" | "later" | "text" | "at"> | null;
  /** Whether the list of callbacks is open. */
  declare coming: boolean;
  /** Whether the list of shortcuts is open. */
  declare listing: boolean;
  readonly #shortcuts = new Shortcuts();
  readonly #notice = new Notice();
  readonly #work = new Work(
    `${location.origin.replace(/^http/, "ws")}/staff/desk`,
    () => this.requestUpdate(),
    () => void this.staff.find(),
    () => this.#notice.ring(this.say("newOffer")),
  );
  #revealed: Revealed = new Map();
  readonly #replies = new Replies(() => this.staff.api);
  #ticking = 0;

  constructor() {
    super();
    this.declining = this.planned = null;
    this.panel = this.coming = false;
    this.listing = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#work.start();
    addEventListener("keydown", this.#key);
    this.#ticking = window.setInterval(() => this.requestUpdate(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#work.stop();
    removeEventListener("keydown", this.#key);
    this.#notice.quiet();
    window.clearInterval(this.#ticking);
  }

  override render(): TemplateResult {
    const work = this.#work;
    this.toggleAttribute("chosen", work.chosen !== "");
    if (!work.offers.length) this.#notice.quiet();
    return html`${this.#aside()}
      <section class="middle" aria-label=${this.say("conversation")}>
        ${this.#conversation()} ${this.#video()}
      </section>
      <aside class="right" aria-label=${this.say("handover")}>
        ${work.opened ? this.#beside(work.opened) : nothing}
      </aside>
      ${
        this.declining
          ? html`<yq-choose
            .say=${this.say}
            .language=${this.language}
            .question=${DECLINE}
            @gone=${() => (this.declining = null)}
            @chosen=${this.#decline}
          ></yq-choose>`
          : nothing
      }
      ${
        this.coming
          ? html`<yq-callbacks
            .staff=${this.staff}
            .say=${this.say}
            .language=${this.language}
            @gone=${() => (this.coming = false)}
          ></yq-callbacks>`
          : nothing
      }
      ${
        this.planned
          ? html`<yq-later
            .say=${this.say}
            .language=${this.language}
            .text=${this.planned.text}
            .at=${this.planned.at}
            @gone=${() => (this.planned = null)}
            @plan=${this.#plan}
          ></yq-later>`
          : nothing
      }
      ${
        this.listing
          ? html`<yq-shortcuts
            .say=${this.say}
            .language=${this.language}
            .shortcuts=${this.#shortcuts}
            @gone=${() => (this.listing = false)}
          ></yq-shortcuts>`
          : nothing
      }`;
  }

  /** The call goes on, whichever conversation is looked at. */
  #video(): TemplateResult | typeof nothing {
    if (!this.staff.may("video.serve")) return nothing;
    const served = this.#task?.state === "assigned" ? this.#work.chosen : "";
    return html`<yq-desk-video
      .say=${this.say}
      .language=${this.language}
      .conversation=${served.split(".").slice(0, 2).join(".")}
      @show-conversation=${this.#showConversation}
      @picture=${(event: CustomEvent<File>) => this.renderRoot.querySelector<YqAttach>("yq-attach")?.take(event.detail)}
    ></yq-desk-video>`;
  }

  readonly #showConversation = (event: CustomEvent<string>): void => {
    const task = this.#work.state?.tasks.find((each) => each.task.startsWith(`${event.detail}.`));
    if (task) this.#work.choose(task.task);
  };

  #beside(opened: Opened): TemplateResult {
    const { say, language, staff } = this;
    const heard = opened.messages.findLast(({ direction }) => direction === "in")?.seq ?? 0;
    // What is the customer's own opens to who serves them.
    if (this.#task?.state === "consulting") return drawPanel(opened, this.#task, say);
    return html`${drawPanel(opened, this.#task, say)}
      <h2>${say("suggestions")}</h2>
      <yq-suggestions
        .staff=${staff}
        .say=${say}
        .task=${opened.task}
        .heard=${heard}
        @insert=${(event: CustomEvent<string>) => this.#composer?.insert(event.detail)}
      ></yq-suggestions>
      <h2>${say("bank")}</h2>
      <yq-bank .staff=${staff} .say=${say} .task=${opened.task}></yq-bank>
      <yq-told .staff=${staff} .say=${say} .language=${language} .task=${opened.task}></yq-told>
      <yq-customer .staff=${staff} .say=${say} .language=${language} .task=${opened.task}></yq-customer>`;
  }

  get #leads(): YqLeads | null {
    return this.renderRoot.querySelector<YqLeads>("yq-leads");
  }

  get #composer(): YqDeskComposer | null {
    return this.renderRoot.querySelector<YqDeskComposer>("yq-desk-composer");
  }

  get #task() {
    return this.#work.state?.tasks.find(({ task }) => task === this.#work.chosen);
  }

  #aside(): TemplateResult {
    const { say, language } = this;
    const work = this.#work;
    const tasks = work.state?.tasks ?? [];
    return html`<div class="left">
      <h1>${say("conversations")}</h1>
      ${work.open ? nothing : html`<p class="trouble" role="status">${say("lineCut")}</p>`}
      ${work.refused ? drawRefusal(work, say) : nothing} ${drawStatus(work, say)}
      ${
        work.offers.length
          ? html`<h2>${say("offers")}</h2>
            <ul aria-live="assertive">
              ${work.offers.map((offer) => drawOffer(offer, work, say, () => (this.declining = offer)))}
            </ul>`
          : nothing
      }
      <h2>${say("mine")}</h2>
      ${
        tasks.length
          ? html`<ul>
            ${tasks.map((task) => drawTask(task, work, say, language))}
          </ul>`
          : html`<p class="quiet" data-testid="empty">${say("noTasks")}</p>`
      }
      ${drawMentions(work, say, language)}
      ${drawLater(work, say, language, (later) => (this.planned = later))}
      ${
        this.staff.may("callbacks.lead")
          ? html`<button class="secondary keys" data-testid="callbacks-open" @click=${() => (this.coming = true)}>
            ${say("callbacks")}
          </button>`
          : nothing
      }
      <button class="secondary keys" data-testid="shortcuts" @click=${() => (this.listing = true)}>
        ${say("shortcuts")}
      </button>
    </div>`;
  }

  #conversation(): TemplateResult {
    const { say, language } = this;
    const work = this.#work;
    if (!work.chosen) return html`<p class="nothing quiet">${say("chooseTask")}</p>`;
    if (!work.opened) return html`<p class="nothing quiet" role="status">${say("loading")}</p>`;
    const task = this.#task;
    return html`<header>
        <button class="secondary back" @click=${() => work.choose("")}>${say("back")}</button>
        <h2>${say("customer")} ${task?.customer}</h2>
        <button
          class="secondary about"
          aria-expanded=${this.panel ? "true" : "false"}
          @click=${() => (this.panel = !this.panel)}
        >
          ${say("handover")}
        </button>
        ${
          task
            ? html`<yq-leads
              .staff=${this.staff}
              .say=${say}
              .language=${language}
              .work=${work}
              .task=${task}
              .targets=${work.targets}
              .heard=${work.opened.messages.length}
            ></yq-leads>`
            : nothing
        }
      </header>
      <yq-desk-log
        tabindex="0"
        role="region"
        aria-label=${say("log")}
        .messages=${work.opened.messages}
        .say=${say}
        .language=${language}
        .reveals=${this.staff.may("conversations.reveal")}
        .revealed=${this.#revealed}
        @reveal=${this.#reveal}
      >
      </yq-desk-log>
      <p class="typing quiet" role="status" data-testid="customer-types">
        ${work.customerTypes ? say("customerTypes") : ""}
      </p>
      ${
        task?.state === "wrapping"
          ? html`<yq-wrap-up
            .say=${say}
            .summary=${work.opened.handover.summary}
            .dispositions=${work.state?.dispositions ?? []}
            @complete=${this.#complete}
          ></yq-wrap-up>`
          : task?.state === "on_hold"
            ? html`<p class="held quiet" data-testid="held">${say("heldWhy")}</p>`
            : html`<yq-desk-composer
            .say=${say}
            ?noteonly=${task?.state === "consulting"}
            .text=${work.drafts.get(work.chosen) ?? ""}
            .stopped=${work.stopped.get(work.chosen) ?? []}
            .replies=${this.#replies}
            .colleagues=${work.targets?.colleagues ?? null}
            @typed=${this.#typed}
            @write=${this.#write}
            @ask-colleagues=${() => void work.wish({ type: "targets" })}
            @later=${(event: CustomEvent<string>) =>
              (this.planned = { task: work.chosen, later: "", text: event.detail, at: "" })}
          >
            ${
              task?.state === "consulting"
                ? nothing
                : html`<yq-attach .say=${say} .task=${work.chosen} @kept=${this.#sendFile}></yq-attach>`
            }
          </yq-desk-composer>`
      }`;
  }

  readonly #key = (event: KeyboardEvent): void => {
    const action = this.listing ? null : this.#shortcuts.actionOf(event);
    if (!action) return;
    event.preventDefault();
    this.#act(action);
  };

  #act(action: Action): void {
    const composer = this.#composer;
    const offer = this.#work.offers[0];
    const does: Readonly<Record<Action, () => void>> = {
      accept: () => offer && void this.#work.accept(offer),
      next: () => this.#work.step(1),
      previous: () => this.#work.step(-1),
      reply: () => composer?.choose(false),
      note: () => composer?.choose(true),
      canned: () => composer?.slash(),
      suggest: () => askSuggestions(this.renderRoot),
      attach: () => this.renderRoot.querySelector<YqAttach>("yq-attach")?.open(),
      agree: () => this.#leads?.open("agree"),
      consult: () => this.#leads?.open("consult"),
      later: () => composer?.later(),
      end: () => composer && this.#leads?.end(),
      shortcuts: () => (this.listing = true),
    };
    does[action]();
  }

  readonly #typed = (event: CustomEvent<string>): void => {
    this.#work.drafts.set(this.#work.chosen, event.detail);
    this.#work.stopped.delete(this.#work.chosen);
    if (event.detail && !this.#composer?.note) this.#work.typing();
    this.requestUpdate();
  };

  /** The words stay in the field until the hub has them. */
  readonly #write = async (event: CustomEvent<Written>): Promise<void> => {
    const task = this.#work.chosen;
    const sent = await this.#work.wish({ task, ...event.detail });
    if (sent) this.#work.drafts.delete(task);
    if (sent) tellSent(this.renderRoot, event.detail);
    this.requestUpdate();
  };

  /** What is planned anew takes the words out of the field; a change only changes. */
  readonly #plan = async (event: CustomEvent<Planned>): Promise<void> => {
    const { planned } = this;
    this.planned = null;
    if (!planned) return;
    const { task, later } = planned;
    const wish = later ? ({ type: "change_later", later } as const) : ({ type: "say_later", task } as const);
    const done = await this.#work.wish({ ...wish, ...event.detail });
    if (done && !later) this.#work.drafts.delete(task);
    this.requestUpdate();
  };

  readonly #sendFile = (event: CustomEvent<string>): void => {
    void this.#work.wish({ type: "send_file", task: this.#work.chosen, media: event.detail });
  };

  readonly #reveal = async (event: CustomEvent<Message>): Promise<void> => {
    try {
      this.#revealed = await reveal(this.staff.api, this.#work.chosen, event.detail, this.#revealed);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#work.refused = error.code;
    }
    this.requestUpdate();
  };

  readonly #complete = (event: CustomEvent<{ disposition: string; summary: string }>): void => {
    void this.#work.wish({ type: "complete", task: this.#work.chosen, ...event.detail });
  };

  readonly #decline = (event: CustomEvent<string>): void => {
    const offer = this.declining;
    this.declining = null;
    if (offer)
      void this.#work.wish({ type: "decline", reservation: offer.reservation, reason: event.detail });
  };
}

customElements.define("yq-conversations", YqConversations);
