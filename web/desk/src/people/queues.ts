/** Defines <yq-queues>: where customers wait, whose queue it is, and how long they may. */

import { html, nothing, type TemplateResult } from "lit";
import { readLevels, readWords, writeLevels } from "./lines.ts";
import { field } from "./page.ts";
import { type Calendar, POLICIES, type Queue, type Versioned } from "./routing.ts";
import { SetupsPage } from "./setups.ts";

const STANDARD = "standard";
const LEADS_HERE = { conflict: "faultLeadsHere" } as const;

export class YqQueues extends SetupsPage<Queue> {
  static override properties = { ...SetupsPage.properties, meant: { state: true } };

  /** That the queue is to be removed was said once. */
  declare meant: boolean;
  #calendars: readonly Versioned<Calendar>[] = [];
  protected override readonly kind = {
    name: "queue",
    make: "newQueue",
    change: "changeQueue",
    none: "noQueues",
  } as const;

  constructor() {
    super();
    this.meant = false;
  }

  protected override async load(): Promise<void> {
    const [queues, calendars] = await Promise.all([
      this.api.call<{ queues: Versioned<Queue>[] }>("GET", "/staff/queues"),
      this.api.call<{ calendars: Versioned<Calendar>[] }>("GET", "/staff/calendars"),
    ]);
    this.#calendars = calendars.calendars;
    this.setups = queues.queues;
  }

  #name(queue: Queue): string {
    return this.language === "zh" ? queue.name : queue.name_en;
  }

  protected override show(what: Versioned<Queue> | "new" | null): void {
    this.meant = false;
    super.show(what);
  }

  protected override table(): TemplateResult {
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
        ${this.setups.map(
          (each) =>
            html`<tr data-testid="queue">
              <td>
                <button class="open" data-queue=${each.setup.queue_id} @click=${() => this.show(each)}>
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

  protected override form(each: Versioned<Queue> | null): TemplateResult {
    const { say } = this;
    const queue = each?.setup;
    const others = this.setups.filter(({ setup }) => setup.queue_id !== queue?.queue_id);
    return html`<form @submit=${(event: SubmitEvent) => this.#save(event, each)} data-testid="queue-form">
      <fieldset ?disabled=${!this.changes}>
        ${this.idField(each)}
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
      ${this.told()} ${this.saveButton()} ${each && this.changes ? this.#removal(each) : nothing}
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
        @click=${() => void this.finish(() => this.#remove(each), LEADS_HERE)}
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
    await this.put(each, setup.queue_id, setup, LEADS_HERE);
  }

  async #remove(each: Versioned<Queue>): Promise<void> {
    await this.api.call("DELETE", `/staff/queues/${each.setup.queue_id}?version=${each.version}`);
  }
}

function writeNeeds(queue: Queue | undefined): string {
  return writeLevels(
    (queue?.needs ?? []).map(({ skill, level, hard }) => ({ name: skill, level, hard, until: "" })),
  );
}

customElements.define("yq-queues", YqQueues);
