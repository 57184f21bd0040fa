/** Defines <yq-kb-offer-order>: which article stands before which where both are offered, as customers choose. */

import { html, nothing, type TemplateResult } from "lit";
import { KnowledgePage } from "./page.ts";

/** Two articles: the one ahead was chosen so often in so many choices between them. */
interface OfferOrder {
  readonly ahead_id: string;
  readonly ahead: string;
  readonly behind_id: string;
  readonly behind: string;
  readonly chosen: number;
  readonly choices: number;
  readonly learnt_at: string;
}

export class YqKbOfferOrder extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    orders: { state: true },
    learns: { state: true },
    ending: { state: true },
  };

  declare orders: readonly OfferOrder[];
  /** Whether the bot offers in this order; the house may have turned it off. */
  declare learns: boolean;
  /** The one whose end is asked about once more. */
  declare ending: OfferOrder | null;

  constructor() {
    super();
    this.orders = [];
    this.learns = true;
    this.ending = null;
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<p class="quiet">${say("kbOrderAbout")}</p>
      ${this.learns ? nothing : html`<p class="quiet" data-testid="order-off">${say("kbOrderOff")}</p>`}
      ${this.told()}
      ${
        this.orders.length
          ? html`<ul class="rows" data-testid="orders">
            ${this.orders.map((each) => this.#row(each))}
          </ul>`
          : this.nothingHere(say("kbOrderNone"))
      }`;
  }

  protected override async load(): Promise<void> {
    const found = await this.api.call<{ learns: boolean; orders: OfferOrder[] }>(
      "GET",
      "/staff/kb/offer-order",
    );
    this.learns = found.learns;
    this.orders = found.orders;
    this.ending = null;
  }

  #row(order: OfferOrder): TemplateResult {
    const { say } = this;
    const day = new Date(order.learnt_at).toLocaleDateString(this.language);
    return html`<li class="gap" data-testid="order">
      <span dir="auto">${say("kbOrderPair", { ahead: order.ahead, behind: order.behind })}</span>
      <span class="quiet">${say("kbOrderCount", { chosen: order.chosen, choices: order.choices, day })}</span>
      ${this.staff.may("knowledge.publish") ? this.#act(order) : nothing}
    </li>`;
  }

  #act(order: OfferOrder): TemplateResult {
    const sure = this.ending === order;
    const word = this.say(sure ? "kbOrderEndSure" : "kbOrderEnd");
    return html`<div class="row">
      <button
        class="secondary ${sure ? "danger" : ""}"
        aria-label="${word} ${order.ahead}"
        data-testid=${sure ? "order-end-really" : "order-end"}
        ?disabled=${this.busy}
        @click=${() => (sure ? this.#end(order) : (this.ending = order))}
      >
        ${word}
      </button>
    </div>`;
  }

  #end(order: OfferOrder): void {
    const { ahead_id, behind_id } = order;
    void this.attempt(async () => {
      await this.api.call("POST", "/staff/kb/offer-order/end", { ahead_id, behind_id });
      await this.load();
      this.done = this.say("kbOrderEnded");
    });
  }
}

customElements.define("yq-kb-offer-order", YqKbOfferOrder);
