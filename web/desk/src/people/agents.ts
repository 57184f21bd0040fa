/** Defines <yq-agents>: what those who serve customers can do: skills, languages, room, queues. */

import { html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { tickField } from "./fields.ts";
import { type Level, readLevels, writeLevels } from "./lines.ts";
import { field, PeoplePage, ticked } from "./page.ts";
import type { Agent, Profile, Queue, Versioned } from "./routing.ts";

export class YqAgents extends PeoplePage {
  static override properties = {
    ...PeoplePage.properties,
    agents: { state: true },
    open: { state: true },
    all: { state: true },
  };

  declare agents: readonly Agent[];
  declare open: Agent | null;
  /** Whether who is in the sheet serves every queue. */
  declare all: boolean;
  #queues: readonly Versioned<Queue>[] = [];

  constructor() {
    super();
    this.agents = [];
    this.open = null;
    this.all = true;
  }

  override render(): TemplateResult {
    const { say, language, open } = this;
    return html`${open ? nothing : this.told()}
      ${this.agents.length ? this.#table() : this.nothingHere(say("noAgents"))}
      ${
        open
          ? html`<yq-sheet .heading=${open.name} .language=${language} @gone=${() => this.#show(null)}
            >${this.#form(open)}</yq-sheet
          >`
          : nothing
      }`;
  }

  protected override async load(): Promise<void> {
    const [agents, queues] = await Promise.all([
      this.api.call<{ agents: Agent[] }>("GET", "/staff/agents"),
      this.staff.may("routing.read")
        ? this.api.call<{ queues: Versioned<Queue>[] }>("GET", "/staff/queues")
        : { queues: [] },
    ]);
    this.#queues = queues.queues;
    this.agents = agents.agents;
  }

  get #changes(): boolean {
    return this.staff.may("agents.change");
  }

  #show(what: Agent | null): void {
    this.trouble = this.done = "";
    this.all = what === null || what.setup.queues === null;
    this.open = what;
  }

  #table(): TemplateResult {
    const { say } = this;
    return html`<table data-testid="agents">
      <thead>
        <tr>
          <th scope="col">${say("name")}</th>
          <th scope="col">${say("skills")}</th>
          <th scope="col" class="wide">${say("languages")}</th>
          <th scope="col" class="wide">${say("mostChats")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.agents.map(
          (agent) =>
            html`<tr data-testid="agent">
              <td>
                <button class="open" data-login=${agent.login} @click=${() => this.#show(agent)}>${agent.name}</button>
              </td>
              <td>
                ${
                  skillsOf(agent.setup)
                    .map(({ name, level }) => `${name} ${level}`)
                    .join(say("comma")) || html`<span class="quiet">${say("noSkills")}</span>`
                }
              </td>
              <td class="wide">${Object.keys(agent.setup.languages).join(say("comma"))}</td>
              <td class="wide">${agent.setup.channels["chat"]?.most ?? 0}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #form(agent: Agent): TemplateResult {
    const { say } = this;
    const { setup } = agent;
    const chat = setup.channels["chat"]?.most ?? 0;
    return html`<form @submit=${(event: SubmitEvent) => this.#save(event, agent)} data-testid="agent-form">
      <fieldset ?disabled=${!this.#changes}>
        <label>
          ${say("skills")}
          <textarea name="skills" rows="4" .defaultValue=${writeLevels(skillsOf(setup))}></textarea>
          <span class="hint">${say("skillsHint")}</span>
        </label>
        <label>
          ${say("languages")}
          <textarea name="languages" rows="2" .defaultValue=${writeLevels(languagesOf(setup))}></textarea>
          <span class="hint">${say("agentLanguagesHint")}</span>
        </label>
        <label>
          ${say("mostChats")}
          <input name="chats" type="number" min="0" max="20" required .defaultValue=${String(chat)} />
        </label>
        <label>
          ${say("ring")}
          <input name="ring" type="number" min="0" max="6" required .defaultValue=${String(setup.ring)} />
          <span class="hint">${say("ringHint")}</span>
        </label>
        ${this.#queues.length ? this.#served(setup) : nothing}
      </fieldset>
      ${this.told()}
      ${
        this.#changes
          ? html`<div class="row">
            <button class="primary" ?disabled=${this.busy} data-testid="save">${say("save")}</button>
          </div>`
          : nothing
      }
    </form>`;
  }

  #served(setup: Profile): TemplateResult {
    const { say, language } = this;
    const ticks = this.#queues.map(({ setup: queue }) => ({
      value: queue.queue_id,
      label: language === "zh" ? queue.name : queue.name_en,
      on: setup.queues?.includes(queue.queue_id) ?? false,
    }));
    return html`<label class="tick">
        <input
          type="checkbox"
          .checked=${this.all}
          @change=${(event: Event) => (this.all = (event.target as HTMLInputElement).checked)}
        />${say("servesAll")}
      </label>
      ${this.all ? nothing : tickField("queues", say("servesQueues"), ticks)}`;
  }

  async #save(event: SubmitEvent, agent: Agent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const skills = readLevels(field(form, "skills"));
    const languages = readLevels(field(form, "languages"));
    if (!skills || !languages) {
      this.trouble = this.say("faultLines");
      return;
    }
    const { channels, queues } = agent.setup;
    const chat = channels["chat"] ?? { most: 0, cost: 20, hold_cost: 4, wrap_cost: 10 };
    const setup = {
      ...agent.setup,
      skills: Object.fromEntries(
        skills.map((each) => [each.name, { level: each.level, valid_until: ends(each.until) }]),
      ),
      languages: Object.fromEntries(languages.map(({ name, level }) => [name, level])),
      channels: { ...channels, chat: { ...chat, most: Number(field(form, "chats")) } },
      ring: Number(field(form, "ring")),
      queues: this.#queues.length ? (this.all ? null : ticked(form, "queues")) : queues,
    };
    const saved = await this.attempt(
      async () => {
        const body = { version: agent.version, setup };
        await this.api.call("PUT", `/staff/agents/${agent.setup.account_id}/profile`, body);
        await this.load();
      },
      { conflict: "faultChanged" },
    );
    if (!saved) return;
    this.#show(null);
    this.done = this.say("saved");
  }
}

function skillsOf(setup: Profile): Level[] {
  return Object.entries(setup.skills).map(([name, { level, valid_until }]) => ({
    name,
    level,
    hard: false,
    until: valid_until ? dayOf(valid_until) : "",
  }));
}

function languagesOf(setup: Profile): Level[] {
  return Object.entries(setup.languages).map(([name, level]) => ({ name, level, hard: false, until: "" }));
}

/** The last moment of a day where the reader is: a licence holds on its last day, too. */
function ends(day: string): string | null {
  const [year, month, date] = day.split("-").map(Number);
  return year && month && date ? new Date(year, month - 1, date, 23, 59, 59).toISOString() : null;
}

function dayOf(moment: string): string {
  const at = new Date(moment);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

customElements.define("yq-agents", YqAgents);
