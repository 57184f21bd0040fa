/** Draws the left column: the agent's state, what is offered, and what is theirs. */

import { html, nothing, type TemplateResult } from "lit";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import { moment } from "@yuanqiao/shared/words/moment.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import type { Say, Word } from "../words/index.ts";
import { drawChannel } from "./channel.ts";
import { reasonName } from "./known.ts";
import { drawLevel, span } from "./service-level.ts";
import { drawWhy } from "./why.ts";
import type { TaskShown } from "./protocol.ts";
import type { RunningOffer, Work } from "./work.ts";

const STATUS_WORDS: Readonly<Record<string, Word>> = {
  available: "available",
  busy: "busy",
  break: "break",
  lunch: "lunch",
  training: "training",
  offline: "offline",
};

/** The name of a status; one of the bank's own is shown as it is. */
export function statusName(status: string, say: Say): string {
  const word = STATUS_WORDS[status];
  return word ? say(word) : status;
}

/** Who one is just now, and how many wait. */
export function drawStatus(work: Work, say: Say): TemplateResult {
  const state = work.state;
  if (!state) return html`<p class="quiet">${say(work.open ? "loading" : "connecting")}</p>`;
  const choose = (event: Event): void => {
    const status = (event.target as HTMLSelectElement).value;
    work.chooseStatus(status);
  };
  const shown = work.choosing || (state.next_status ?? state.status);
  return html`<label class="status">
      <span class="hidden">${say("myStatus")}</span>
      <select @change=${choose} data-testid="status" .value=${shown}>
        ${state.statuses.map(
          (status) =>
            html`<option value=${status} ?selected=${status === shown}>
              ${statusName(status, say)}
            </option>`,
        )}
      </select>
    </label>
    ${
      state.next_status
        ? html`<p class="quiet" role="status">${say("statusLater", { status: statusName(state.next_status, say) })}</p>`
        : nothing
    }
    <p class="quiet" data-testid="waiting">
      ${
        state.waiting
          ? say("waiting", { count: state.waiting, minutes: Math.floor(state.longest_s / 60) })
          : say("nobodyWaits")
      }
    </p>`;
}

/** One offer with the seconds that are left. */
export function drawOffer(offer: RunningOffer, work: Work, say: Say, decline: () => void): TemplateResult {
  const left = Math.max(0, Math.ceil((offer.endsAt - Date.now()) / 1000));
  const { task } = offer;
  return html`<li class="offer" data-testid="offer">
    <p class="title">
      ${task.urgent ? html`<span class="urgent">${icons.warning}${say("urgent")}</span>` : nothing}
      ${drawMedium(task, say)} ${say("customer")} ${task.customer} · ${drawChannel(task.channel, say)}
    </p>
    <p>${reasonName(task.reason, say)}</p>
    <p class="quiet">${task.last_text}</p>
    <div class="row">
      <button class="primary" data-testid="accept" @click=${() => void work.accept(offer)}>
        ${say("accept", { left })}
      </button>
      <button class="secondary" data-testid="decline" @click=${decline}>${say("decline")}</button>
    </div>
    ${drawWhy(offer.why, say)}
  </li>`;
}

/** That it is for a video call, or in one; a chat needs no word. */
function drawMedium(task: TaskShown, say: Say): TemplateResult | typeof nothing {
  if (task.medium !== "video") return nothing;
  return html`<span class="medium" data-testid="medium">${icons.camera}${say("mediumVideo")}</span>`;
}

/** What is special about a task's state; empty for one that is simply served. */
function stateOf(task: TaskShown, say: Say): string {
  if (task.state === "wrapping") return ` · ${say("wrapping")}`;
  if (task.state === "on_hold") return ` · ${say("held")}`;
  if (task.state === "consulting") return ` · ${say("consultAsked", { name: task.asked_by ?? "" })}`;
  return task.consulted ? ` · ${say("consultWith", { name: task.consulted })}` : "";
}

/** One of the agent's tasks. */
export function drawTask(task: TaskShown, work: Work, say: Say, language: Language): TemplateResult {
  const chosen = work.chosen === task.task;
  const now = Date.now();
  return html`<li>
    <button
      class="task"
      data-testid="task"
      data-task=${task.task}
      aria-current=${chosen ? "true" : nothing}
      @click=${() => work.choose(task.task)}
    >
      <span class="title">
        ${task.urgent ? html`<span class="urgent">${icons.warning}<span class="hidden">${say("urgent")}</span></span>` : nothing}
        ${say("customer")} ${task.customer}
        <time datetime=${task.last_at} title=${moment(Date.parse(task.last_at), now, language)}
          >${say("ago", { span: span((now - Date.parse(task.last_at)) / 1000, say) })}</time
        >
      </span>
      <span class="quiet row">
        ${drawMedium(task, say)} ${drawChannel(task.channel, say)}${stateOf(task, say)}
        ${drawLevel(task, now, say)}
      </span>
      <span class="last">${task.last_text}</span>
      ${task.unread ? html`<span class="unread" data-testid="unread">${say("unread", { count: task.unread })}</span>` : nothing}
    </button>
  </li>`;
}
