/** Defines <yq-queues>: where customers wait, whose queue it is, and how long they may. */

import { html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { readLevels, readWords, writeLevels } from "./lines.ts";
import { field, PeoplePage } from "./page.ts";
import { type Calendar, POLICIES, type Queue, type Versioned } from "./routing.ts";

const STANDARD = "standard";

export class YqQueues extends PeoplePage {
  static override properties = {
    ...PeoplePage.properties,
    queues: { state: true },
    open: { state: true },
    meant: { state: true },
  };

  declare queues: readonly Versioned<Queue>[];
  /** The queue in the sheet; "new" for one that is to be made. */
  declare open: Versioned<Queue> | "new" | null;
  declare meant: boolean;
  #calendars: readonly Versioned<Calendar>[] = [];

  constructor() {
    super();
    this.queues = [];
    this.open = null;
    this.meant = false;
  }

  override render(): TemplateResult {
    const { say, language, open } = this;
    return html`${
      this.#changes
        ? html`<div class="bar">
            <button class="primary" data-testid="new-queue" @click=${() => this.#show("new")}>
              ${say("newQueue")}
            </button>
          </div>`
        : nothing
    }
      ${open ? nothing : this.told()} ${this.queues.length ? this.#table() : this.nothingHere(say("noQueues"))}
      ${
        open
          ? html`<yq-sheet
            .heading=${say(open === "new" ? "newQueue" : "changeQueue")}
            .language=${language}
            @gone=${() => this.#show(null)}
            >${this.#form(open === "new" ? null : open)}</yq-sheet
          >`
          : nothing
      }`;
  }

  protected override async load(): Promise<void> {
    const [queues, calendars] = await Promise.all([
      this.api.call<{ queues: Versioned<Queue>[] }>("GET", "/staff/queues"),
      this.api.call<{ calendars: Versioned<Calendar>[] }>("GET", "/staff/calendars"),
    ]);
    this.#calendars = calendars.calendars;
    this.queues = queues.queues;
  }

  get #changes(): boolean {
    return this.staff.may("routing.change");
  }

  #name(queue: Queue): string {
    return this.language === "zh" ? queue.name : queue.name_en;
  }

  #show(what: Versioned<Queue> | "new" | null): void {
    this.trouble = this.done = "";
    this.meant = false;
    this.open = what;
  }

  #table(): TemplateResult {
    const { say } = this;
    const hours = new Map(this.#calendars.map(({ setup }) => [setup.calendar_id, setup.name]));
    return html`<table data-testid="queues">
      <thead>
        <tr>
          <th scope="col">${say("name")}</th>
          <th scope="col">${say("place")}</th>
          <th scope="col" class="wide">${say("needs")}</th>
          <th scope="col">${say("calendars")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.queues.map(
          (each) =>
            html`<tr data-testid="queue">
              <td>
                <button class="open" data-queue=${each.setup.queue_id} @click=${() => this.#show(each)}>
                  ${this.#name(each.setup)}
                </button>
              </td>
              <td>${each.setup.place}</td>
              <td class="wide">
                ${each.setup.needs.map(({ skill, level }) => `${skill} ${level}`).join(say("comma"))}
              </td>
              <td>${hours.get(each.setup.calendar_id ?? "") ?? say("alwaysOpen")}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #form(each: Versioned<Queue> | null): TemplateResult {
    const { say } = this;
    const queue = each?.setup;
    const others = this.queues.filter(({ setup }) => setup.queue_id !== queue?.queue_id);
    return html`<form @submit=${(event: SubmitEvent) => this.#save(event, each)} data-testid="queue-form">
      <fieldset ?disabled=${!this.#changes}>
        ${
          each
            ? nothing
            : html`<label>
              ${say("queueId")}
              <input name="queue_id" required pattern="[a-z][a-z0-9_]*" maxlength="32" autocapitalize="none" />
              <span class="hint">${say("idHint")}</span>
            </label>`
        }
        <label>${say("nameZh")}<input name="name" required maxlength="40" .defaultValue=${queue?.name ?? ""} /></label>
        <label>
          ${say("nameEn")}<input name="name_en" required maxlength="40" .defaultValue=${queue?.name_en ?? ""} />
        </label>
        <label>
          ${say("place")}
          <input name="place" type="number" min="0" max="10000" required .defaultValue=${String(queue?.place ?? 100)} />
          <span class="hint">${say("placeHint")}</span>
        </label>
        <label class="tick">
          <input name="urgent" type="checkbox" ?checked=${queue?.urgent ?? false} />${say("urgentOnly")}
        </label>
        <label>
          ${say("segments")}<input name="segments" .defaultValue=${queue?.segments.join(", ") ?? ""} />
          <span class="hint">${say("segmentsHint")}</span>
        </label>
        <label>
          ${say("languages")}<input name="languages" .defaultValue=${queue?.languages.join(", ") ?? ""} />
          <span class="hint">${say("languagesHint")}</span>
        </label>
        <label>
          ${say("needs")}
          <textarea name="needs" rows="3" .defaultValue=${writeNeeds(queue)}></textarea>
          <span class="hint">${say("needsHint")}</span>
        </label>
        <label>
          ${say("targetWait")}
          <input
            name="target"
            type="number"
            min="0"
            max="2592000"
            .defaultValue=${String(queue?.target_wait_s[STANDARD] ?? "")}
          />
        </label>
        <label>
          ${say("mostWaiting")}
          <input
            name="most"
            type="number"
            min="1"
            max="100000"
            .defaultValue=${String(queue?.max_waiting ?? "")}
          />
          <span class="hint">${say("mostWaitingHint")}</span>
        </label>
        ${this.#choice(
          "policy",
          say("policy"),
          POLICIES.map(([code, word]) => [code, say(word)]),
          queue?.policy ?? "",
        )}
        ${this.#choice(
          "calendar",
          say("calendars"),
          [
            ["", say("alwaysOpen")],
            ...this.#calendars.map(({ setup }) => [setup.calendar_id, setup.name] as const),
          ],
          queue?.calendar_id ?? "",
        )}
        ${this.#choice(
          "overflow",
          say("overflowTo"),
          [["", say("nowhere")], ...others.map(({ setup }) => [setup.queue_id, this.#name(setup)] as const)],
          queue?.overflow_to ?? "",
        )}
      </fieldset>
      ${this.told()}
      ${
        this.#changes
          ? html`<div class="row">
              <button class="primary" ?disabled=${this.busy} data-testid="save">${say("save")}</button>
            </div>
            ${each ? this.#removal(each) : nothing}`
          : nothing
      }
    </form>`;
  }

  #choice(
    name: string,
    label: string,
    choices: readonly (readonly [string, string])[],
    chosen: string,
  ): TemplateResult {
    return html`<label>
      ${label}
      <select name=${name}>
        ${choices.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
      </select>
    </label>`;
  }

  #removal(each: Versioned<Queue>): TemplateResult {
    const { say } = this;
    if (!this.meant)
      return html`<div class="row">
        <button type="button" class="secondary" data-testid="remove" @click=${() => (this.meant = true)}>
          ${say("removeQueue")}
        </button>
      </div>`;
    return html`<div class="row">
      <p role="status">${say("removeQueueWhy")}</p>
      <button
        type="button"
        class="secondary danger"
        data-testid="remove-really"
        ?disabled=${this.busy}
        @click=${() => void this.#finish(() => this.#remove(each))}
      >
        ${say("removeQueueReally")}
      </button>
    </div>`;
  }

  async #save(event: SubmitEvent, each: Versioned<Queue> | null): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const needs = readLevels(field(form, "needs"));
    if (!needs) {
      this.trouble = this.say("faultLines");
      return;
    }
    const { [STANDARD]: _, ...otherTargets } = each?.setup.target_wait_s ?? {};
    const target = field(form, "target");
    const setup = {
      ...each?.setup,
      queue_id: each?.setup.queue_id ?? field(form, "queue_id"),
      name: field(form, "name"),
      name_en: field(form, "name_en"),
      place: Number(field(form, "place")),
      urgent: form.has("urgent"),
      segments: readWords(field(form, "segments")),
      languages: readWords(field(form, "languages")),
      needs: needs.map(({ name, level, hard }) => ({ skill: name, level, hard })),
      target_wait_s: target ? { ...otherTargets, [STANDARD]: Number(target) } : otherTargets,
      max_waiting: field(form, "most") ? Number(field(form, "most")) : null,
      policy: field(form, "policy"),
      calendar_id: field(form, "calendar") || null,
      overflow_to: field(form, "overflow") || null,
    };
    await this.#finish(async () => {
      if (each)
        await this.api.call("PUT", `/staff/queues/${setup.queue_id}`, { version: each.version, setup });
      else await this.api.call("POST", "/staff/queues", { setup });
    });
  }

  async #remove(each: Versioned<Queue>): Promise<void> {
    await this.api.call("DELETE", `/staff/queues/${each.setup.queue_id}?version=${each.version}`);
  }

  async #finish(what: () => Promise<void>): Promise<void> {
    const saved = await this.attempt(
      async () => {
        await what();
        await this.load();
      },
      { conflict: "faultLeadsHere" },
    );
    if (!saved) return;
    this.#show(null);
    this.done = this.say("saved");
  }
}

function writeNeeds(queue: Queue | undefined): string {
  return writeLevels(
    (queue?.needs ?? []).map(({ skill, level, hard }) => ({ name: skill, level, hard, until: "" })),
  );
}

customElements.define("yq-queues", YqQueues);
