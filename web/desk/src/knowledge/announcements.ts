/** Defines <yq-kb-announcements>: emergency announcements, written by one and approved by another. */

import { html, nothing, type TemplateResult } from "lit";
import { moment } from "@yuanqiao/shared/words/moment.ts";
import { channelName } from "../conversations/channel.ts";
import { ApiError } from "../staff/api.ts";
import type { Say, Word } from "../words/index.ts";
import { CHANNELS } from "./model.ts";
import { KnowledgePage } from "./page.ts";

/** How long an announcement may be said, in minutes. */
const SPANS = [30, 60, 120, 240, 480, 1440, 4320] as const;
const HOUR = 60;
const DAY = 1440;

const STAGES: Readonly<Record<string, Word>> = {
  waiting: "kbAnnouncementWaiting",
  running: "kbAnnouncementRunning",
  over: "kbAnnouncementOver",
};

interface Announcement {
  readonly announcement_id: string;
  readonly text: string;
  readonly channels: readonly string[];
  readonly minutes: number;
  readonly stage: string;
  readonly written_by: string;
  readonly ends_at: string | null;
}

export class YqKbAnnouncements extends KnowledgePage {
  static override properties = { ...KnowledgePage.properties, announcements: { state: true } };

  declare announcements: readonly Announcement[];

  constructor() {
    super();
    this.announcements = [];
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<p class="quiet">${say("kbAnnouncementWhy")}</p>
      ${this.staff.may("announcements.write") ? this.#form() : nothing} ${this.told()}
      ${
        this.announcements.length
          ? html`<ul class="rows" data-testid="announcements">
            ${this.announcements.map((each) => this.#row(each))}
          </ul>`
          : this.nothingHere(say("kbNoAnnouncements"))
      }`;
  }

  protected override async load(): Promise<void> {
    const path = "/staff/announcements";
    this.announcements = (await this.api.call<{ announcements: Announcement[] }>("GET", path)).announcements;
  }

  #form(): TemplateResult {
    const { say } = this;
    return html`<form @submit=${this.#write} data-testid="announce">
      <label
        >${say("kbAnnouncementText")}<input name="text" required maxlength="200" dir="auto" autocomplete="off"
      /></label>
      <fieldset>
        <legend>${say("kbAnnouncementChannels")}</legend>
        <div class="bar">
          ${CHANNELS.map(
            (channel) =>
              html`<label class="tick"
                ><input type="checkbox" name="channel" value=${channel} />${channelName(channel, say)}</label
              >`,
          )}
        </div>
      </fieldset>
      <div class="bar ends">
        <label
          >${say("kbAnnouncementFor")}<select name="minutes">
            ${SPANS.map((minutes) => html`<option value=${minutes} ?selected=${minutes === HOUR}>${spanWord(minutes, say)}</option>`)}
          </select></label
        >
        <button class="primary" data-testid="announce-write" ?disabled=${this.busy}>
          ${say("kbAnnouncementWrite")}
        </button>
      </div>
    </form>`;
  }

  #row(each: Announcement): TemplateResult {
    const { say, staff } = this;
    const own = each.written_by === staff.me?.account_id;
    const channels = each.channels.map((channel) => channelName(channel, say)).join(" · ");
    const end = say(each.stage === "waiting" ? "kbAnnouncementDrop" : "kbAnnouncementEnd");
    return html`<li data-testid="announcement">
      <span class="wide" dir="auto">${each.text}</span>
      <span class="chip ${each.stage === "running" ? "live" : ""}">${say(STAGES[each.stage] ?? "kbState")}</span>
      <span class="quiet">
        ${channels || say("kbAnnouncementAll")} ·
        ${each.ends_at ? say("kbAnnouncementUntil", { time: moment(Date.parse(each.ends_at), Date.now(), this.language) }) : spanWord(each.minutes, say)}
      </span>
      ${each.stage === "waiting" && own ? html`<span class="quiet">${say("kbAnnouncementOwn")}</span>` : nothing}
      ${
        each.stage === "waiting" && !own && staff.may("announcements.approve")
          ? html`<button
            class="primary"
            aria-label="${say("kbAnnouncementApprove")} ${each.text}"
            data-testid="announce-approve"
            ?disabled=${this.busy}
            @click=${() => this.#step(each, "approve", "kbAnnouncementApproved")}
          >
            ${say("kbAnnouncementApprove")}
          </button>`
          : nothing
      }
      ${
        each.stage !== "over" && staff.may("announcements.write")
          ? html`<button
            class="secondary"
            aria-label="${end} ${each.text}"
            data-testid="announce-end"
            ?disabled=${this.busy}
            @click=${() => this.#step(each, "end", "kbAnnouncementEnded")}
          >
            ${end}
          </button>`
          : nothing
      }
    </li>`;
  }

  readonly #write = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const body = {
      text: String(fields.get("text") ?? "").trim(),
      channels: fields.getAll("channel").map(String),
      minutes: Number(fields.get("minutes")),
    };
    const written = await this.attempt(async () => {
      await this.api.call("POST", "/staff/announcements", body);
      form.reset();
      await this.load();
    });
    if (written) this.done = this.say("kbAnnouncementWritten");
  };

  /** What moved on meanwhile is told, and what is there now is shown. */
  async #step(each: Announcement, name: "approve" | "end", word: Word): Promise<void> {
    let refused = false;
    const taken = await this.attempt(async () => {
      try {
        await this.api.call(
          "POST",
          `/staff/announcements/${encodeURIComponent(each.announcement_id)}/${name}`,
        );
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== "conflict") throw error;
        refused = true;
      }
      await this.load();
    });
    if (refused) this.trouble = this.say("kbAnnouncementMany");
    else if (taken) this.done = this.say(word);
  }
}

/** A span in words. */
function spanWord(minutes: number, say: Say): string {
  if (minutes % DAY === 0) return say("kbAnnouncementDays", { count: minutes / DAY });
  if (minutes % HOUR === 0) return say("kbAnnouncementHours", { count: minutes / HOUR });
  return say("kbAnnouncementMinutes", { count: minutes });
}

customElements.define("yq-kb-announcements", YqKbAnnouncements);
