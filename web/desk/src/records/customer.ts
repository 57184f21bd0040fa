/** Draws what there is of a customer, and the form by which something is asked for. */

import { html, type TemplateResult } from "lit";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { channelName } from "../conversations/channel.ts";
import type { Say } from "../words/index.ts";
import { type Counted, type Customer, type Kind, KINDS, LEFT, REASONS } from "./model.ts";

/** What an erasure would remove and leave, and what stands in its way. */
export function drawCustomer(customer: Customer, say: Say, language: Language): TemplateResult {
  return html`<dl data-testid="customer-facts">
      <dt>${say("recordsChannels")}</dt>
      <dd>${customer.identities.map((each) => channelName(each.channel, say)).join(say("comma"))}</dd>
      <dt>${say("recordsTalks")}</dt>
      <dd>${customer.open_conversations}</dd>
      <dt>${say("recordsStanding")}</dt>
      <dd data-testid="standing">
        ${
          customer.holds.length
            ? customer.holds
                .map((each) => `${each.reference} (${fullMoment(Date.parse(each.since), language)})`)
                .join(say("comma"))
            : say("recordsNoHold")
        }
      </dd>
    </dl>
    <details>
      <summary>${say("recordsRemovable")} · ${say("recordsRows", { count: customer.removable.reduce((all, each) => all + each.count, 0) })}</summary>
      <ul data-testid="removable">
        ${customer.removable.length ? customer.removable.map((each) => html`<li>${each.what} · ${say("recordsRows", { count: each.count })}</li>`) : html`<li>${say("recordsNothing")}</li>`}
      </ul>
    </details>
    <h3>${say("recordsKept")}</h3>
    ${drawLeft(customer.kept, say)}`;
}

/** What an erasure leaves, and why. */
export function drawLeft(left: readonly Counted[], say: Say): TemplateResult {
  return html`<ul data-testid="left">
    ${left.map(({ what, count }) => {
      const word = LEFT[what];
      return html`<li>${word ? say(word) : what}${count ? html` · ${say("recordsRows", { count })}` : ""}</li>`;
    })}
  </ul>`;
}

/** The form; where a hold stands its number is offered for a release. */
export function drawAsking(
  kind: Kind,
  customer: Customer,
  choose: (kind: Kind) => void,
  send: (event: SubmitEvent) => void,
  busy: boolean,
  say: Say,
): TemplateResult {
  const offered = kind === "release" ? (customer.holds[0]?.reference ?? "") : "";
  return html`<form class="acts" data-testid="ask-form" @submit=${send}>
    <label>
      ${say("recordsKind")}
      <select
        name="kind"
        data-testid="ask-kind"
        @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as Kind)}
      >
        ${Object.entries(KINDS).map(
          ([value, [word]]) => html`<option value=${value} ?selected=${value === kind}>${say(word)}</option>`,
        )}
      </select>
      <span class="hint">${say(KINDS[kind][1])}</span>
    </label>
    <label>
      ${say("recordsReason")}
      <select name="reason" required>
        ${Object.entries(REASONS).map(([value, word]) => html`<option value=${value}>${say(word)}</option>`)}
      </select>
    </label>
    <label>
      ${say("recordsReference")}
      <input name="reference" required maxlength="100" autocomplete="off" .defaultValue=${offered} />
      <span class="hint">${say("recordsReferenceHint")}</span>
    </label>
    <div class="row"><button class="primary" ?disabled=${busy} data-testid="ask">${say("recordsAsk")}</button></div>
  </form>`;
}
