/** Defines <yq-kb-outlets>: where the bank is and when it is open, written by one and approved by another. */

import { html, nothing, type TemplateResult } from "lit";
import { ApiError } from "../staff/api.ts";
import type { Word } from "../words/index.ts";
import {
  type Outlet,
  type OutletContent,
  readHolidays,
  readHours,
  readWords,
  writeHolidays,
  writeHours,
} from "./outlet.ts";
import { KnowledgePage, typed } from "./page.ts";

const ALL = "/staff/outlets";
const PAUSE_MS = 250;

/** Hours of a day with a break. */
const EXAMPLE = "09:00-12:00, 13:00-17:00";

const DAYS: readonly Word[] = [
  "kbDayMonday",
  "kbDayTuesday",
  "kbDayWednesday",
  "kbDayThursday",
  "kbDayFriday",
  "kbDaySaturday",
  "kbDaySunday",
];

const TEXTS: readonly (readonly [keyof OutletContent & string, Word, boolean])[] = [
  ["name", "kbOutletName", true],
  ["name_en", "kbOutletNameEn", false],
  ["names", "kbOutletNames", false],
  ["city", "kbOutletCity", true],
  ["district", "kbOutletDistrict", true],
  ["address", "kbOutletAddress", true],
  ["telephone", "kbOutletTelephone", false],
  ["latitude", "kbOutletLatitude", true],
  ["longitude", "kbOutletLongitude", true],
  ["services", "kbOutletServices", false],
  ["note", "kbOutletNote", false],
];

/** A field that cannot be read; the message is for the editor. */
class Unread extends Error {}

export class YqKbOutlets extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    found: { state: true },
    more: { state: true },
    editing: { state: true },
  };

  declare found: readonly Outlet[];
  declare more: boolean;
  /** Which outlet's form is open; empty for a new one, null for none. */
  declare editing: string | null;
  readonly #wanted = new Map<string, string>();
  #pause = 0;

  constructor() {
    super();
    this.found = [];
    this.more = false;
    this.editing = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.#pause);
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<p class="quiet">${say("kbOutletsWhy")}</p>
      ${this.#bar()} ${this.editing === "" ? this.#form() : nothing} ${this.told()}
      ${
        this.found.length
          ? html`<ul class="rows" data-testid="outlets">
            ${this.found.map((each) => this.#row(each))}
          </ul>`
          : this.nothingHere(say(this.#wanted.size ? "kbNoMatch" : "kbNoOutlets"))
      }
      ${
        this.more
          ? html`<p><button class="secondary" data-testid="more" ?disabled=${this.busy} @click=${() => void this.attempt(() => this.#ask(true))}>
            ${say("showMore")}
          </button></p>`
          : nothing
      }`;
  }

  protected override load(): Promise<void> {
    return this.#ask(false);
  }

  async #ask(further: boolean): Promise<void> {
    const query = new URLSearchParams([...this.#wanted]);
    const last = this.found.at(-1);
    if (further && last) query.set("after", last.outlet_id);
    const path = query.size ? `${ALL}?${query}` : ALL;
    const answer = await this.api.call<{ outlets: Outlet[]; more: boolean }>("GET", path);
    this.found = further ? [...this.found, ...answer.outlets] : answer.outlets;
    this.more = answer.more;
  }

  #bar(): TemplateResult {
    const { say } = this;
    return html`<div class="bar">
      <input
        type="search"
        maxlength="100"
        aria-label=${say("kbOutletSearch")}
        placeholder=${say("kbOutletSearch")}
        data-testid="outlet-search"
        @input=${this.#type}
        @compositionend=${this.#type}
      />
      <label class="tick"
        ><input
          type="checkbox"
          data-testid="outlet-waiting"
          @change=${(event: Event) => this.#want("waiting", (event.target as HTMLInputElement).checked ? "true" : "")}
        />${say("kbOutletWaitingOnly")}</label
      >
      ${
        this.staff.may("outlets.write")
          ? html`<button class="primary" data-testid="outlet-new" aria-expanded=${this.editing === ""} @click=${() => this.#open("")}>
            ${say("kbOutletNew")}
          </button>`
          : nothing
      }
    </div>`;
  }

  readonly #type = (event: Event): void => {
    if ((event as InputEvent).isComposing) return;
    const text = typed(event).trim();
    window.clearTimeout(this.#pause);
    this.#pause = window.setTimeout(() => this.#want("words", text), PAUSE_MS);
  };

  #want(name: string, value: string): void {
    if (value) this.#wanted.set(name, value);
    else this.#wanted.delete(name);
    void this.attempt(() => this.#ask(false));
  }

  #open(outlet: string): void {
    this.editing = this.editing === outlet ? null : outlet;
    this.trouble = this.done = "";
  }

  #row(each: Outlet): TemplateResult {
    const { say } = this;
    const { content, state } = each.newest;
    const told =
      state === "waiting" ? "kbOutletWaiting" : each.live === null ? "kbOutletOff" : "kbOutletLive";
    const writes = this.staff.may("outlets.write");
    return html`<li class="gap" data-testid="outlet" data-name=${each.outlet_id}>
      <div class="row">
        <strong dir="auto">${content.name}</strong>
        <span class="chip ${told === "kbOutletLive" ? "live" : ""}" data-testid="outlet-state">${say(told)}</span>
        <span class="chip">${say(each.open_now ? "kbOutletOpen" : "kbOutletClosed")}</span>
      </div>
      <span dir="auto">${content.city}${content.district}${content.address}</span>
      <span class="quiet">
        ${content.telephone ? html`<bdi>${content.telephone}</bdi> · ` : nothing}${this.#hours(content)}
      </span>
      ${content.services.length ? html`<span class="quiet" dir="auto">${content.services.join(say("comma"))}</span>` : nothing}
      <div class="row">
        ${this.#review(each)}
        ${
          writes
            ? html`<button class="secondary" aria-label="${say("kbOutletChange")} ${content.name}" aria-expanded=${this.editing === each.outlet_id} data-testid="outlet-change" @click=${() => this.#open(each.outlet_id)}>
              ${say("kbOutletChange")}
            </button>`
            : nothing
        }
        ${each.live !== null && this.staff.may("outlets.approve") ? this.#button(each, "withdraw", "kbOutletWithdraw", "kbOutletWithdrawn") : nothing}
      </div>
      ${this.editing === each.outlet_id ? this.#form(each) : nothing}
    </li>`;
  }

  #hours(content: OutletContent): string {
    const { say } = this;
    return content.weekly
      .map((spans, day) => `${say(DAYS[day] ?? "kbDayMonday")} ${writeHours(spans) || say("kbOutletShut")}`)
      .join(" · ");
  }

  #review(each: Outlet): TemplateResult | typeof nothing {
    if (each.newest.state !== "waiting") return nothing;
    if (each.newest.own) return html`<span class="quiet">${this.say("kbOutletOwn")}</span>`;
    if (!this.staff.may("outlets.approve")) return nothing;
    return html`${this.#button(each, "approve", "kbOutletApprove", "kbOutletApproved", "primary")}
    ${this.#button(each, "reject", "kbOutletReject", "kbOutletRejected")}`;
  }

  #button(each: Outlet, what: string, word: Word, done: Word, look = "secondary"): TemplateResult {
    const { say } = this;
    return html`<button
      class=${look}
      data-testid="outlet-${what}"
      aria-label="${say(word)} ${each.newest.content.name}"
      ?disabled=${this.busy}
      @click=${() => void this.#step(each, what, done)}
    >
      ${say(word)}
    </button>`;
  }

  #form(each?: Outlet): TemplateResult {
    const { say } = this;
    const content = each?.newest.content;
    return html`<form class="picker" data-testid="outlet-form" @submit=${(event: SubmitEvent) => void this.#save(event, each)}>
      <div class="fields">
        ${each ? nothing : this.#input("id", "kbOutletId", "", true)}
        ${TEXTS.map(([name, word, required]) => this.#input(name, word, shown(content?.[name]), required))}
      </div>
      <fieldset>
        <legend>${say("kbOutletHours")}</legend>
        <p class="hint">${say("kbOutletHoursHint", { example: EXAMPLE })}</p>
        <div class="fields">
          ${DAYS.map((word, day) => this.#input(`day${day}`, word, writeHours(content?.weekly[day] ?? []), false))}
        </div>
      </fieldset>
      <label
        >${say("kbOutletHolidays")}<textarea name="holidays" rows="3" maxlength="4000" dir="auto" .defaultValue=${writeHolidays(content?.holidays ?? [])}></textarea
        ><span class="hint">${say("kbOutletHolidaysHint")}</span></label
      >
      <div class="row">
        <button class="primary" data-testid="outlet-save" ?disabled=${this.busy}>${say("kbOutletSave")}</button>
        <button class="secondary" type="button" @click=${() => (this.editing = null)}>${say("cancel")}</button>
      </div>
    </form>`;
  }

  #input(name: string, word: Word, value: string, required: boolean): TemplateResult {
    return html`<label
      >${this.say(word)}<input
        name=${name}
        .defaultValue=${value}
        ?required=${required}
        maxlength="200"
        dir="auto"
        autocomplete="off"
    /></label>`;
  }

  async #save(event: SubmitEvent, each?: Outlet): Promise<void> {
    event.preventDefault();
    const fields = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => String(fields.get(name) ?? "").trim();
    const saved = await this.attempt(async () => {
      const content = this.#read(text);
      if (each) await this.api.call("POST", `${one(each)}/write`, { content });
      else await this.api.call("POST", ALL, { name: text("id"), content });
      this.editing = null;
      await this.#ask(false);
    });
    if (saved) this.done = this.say("kbOutletSaved");
  }

  /** The content of the form; throws `Unread` for a field that is none. */
  #read(text: (name: string) => string): OutletContent {
    const weekly = DAYS.map((word, day) => {
      const spans = readHours(text(`day${day}`));
      if (!spans)
        throw new Unread(this.say("kbOutletBadHours", { day: this.say(word), example: "09:00-17:00" }));
      return spans;
    });
    const holidays = readHolidays(text("holidays"));
    if (!holidays) throw new Unread(this.say("kbOutletBadHolidays"));
    const [latitude = NaN, longitude = NaN] = ["latitude", "longitude"].map((name) => Number(text(name)));
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180))
      throw new Unread(this.say("kbOutletBadPlace"));
    const { name, name_en, city, district, address, telephone, note } = Object.fromEntries(
      TEXTS.map(([field]) => [field, text(field)]),
    ) as unknown as OutletContent;
    return {
      name,
      name_en,
      city,
      district,
      address,
      telephone,
      note,
      latitude,
      longitude,
      weekly,
      holidays,
      names: readWords(text("names")),
      services: readWords(text("services")),
    };
  }

  async #step(each: Outlet, what: string, word: Word): Promise<void> {
    const body = what === "withdraw" ? undefined : { version: each.newest.version };
    const taken = await this.attempt(async () => {
      await this.api.call("POST", `${one(each)}/${what}`, body);
      await this.#ask(false);
    });
    if (taken) this.done = this.say(word);
  }

  protected override tell(error: unknown): void {
    if (error instanceof Unread) this.trouble = error.message;
    else if (error instanceof ApiError && error.code === "conflict")
      this.trouble = this.say("kbOutletConflict");
    else if (error instanceof ApiError && error.code === "bad_input")
      this.trouble = this.say("kbOutletBadInput", { detail: error.detail });
    else super.tell(error);
  }
}

function shown(value: unknown): string {
  return Array.isArray(value) ? value.join("、") : value === undefined ? "" : String(value);
}

function one({ outlet_id }: Outlet): string {
  return `${ALL}/${encodeURIComponent(outlet_id)}`;
}

customElements.define("yq-kb-outlets", YqKbOutlets);
