/** Defines <yq-nav-utterances>: what the bot was unsure of, and what people say that it is. */

import { html, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { channelName } from "../conversations/channel.ts";
import { PeoplePage } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Word } from "../words/index.ts";
import { navigationStyles } from "./navigation.styles.ts";

const ALL = "/staff/utterances";
const PERCENT = 100;
const STATES: readonly (readonly [string, Word])[] = [
  ["open", "navUnlabelled"],
  ["labelled", "navLabelled"],
  ["dropped", "navDropped"],
];

interface Utterance {
  readonly utterance_id: string;
  readonly text: string;
  readonly channel: string;
  readonly heard_at: string;
  readonly intents: readonly { readonly name: string; readonly confidence: number }[];
  readonly label: string;
}

interface Intent {
  readonly name: string;
  readonly example: string;
}

interface Utterances {
  readonly utterances: readonly Utterance[];
  readonly intents: readonly Intent[];
  readonly waiting: number;
  readonly labelled: number;
}

const NONE: Utterances = { utterances: [], intents: [], waiting: 0, labelled: 0 };

export class YqNavUtterances extends PeoplePage {
  static override styles = [base, formStyles, peopleStyles, navigationStyles];
  static override properties = {
    ...PeoplePage.properties,
    found: { state: true },
    which: { state: true },
  };

  declare found: Utterances;
  declare which: string;

  constructor() {
    super();
    this.found = NONE;
    this.which = "open";
  }

  override render(): TemplateResult {
    const { say } = this;
    const { waiting, labelled } = this.found;
    return html`<p class="quiet">${say("navUtterancesWhy")}</p>
      <div class="bar" role="group" aria-label=${say("navUtterances")}>
        ${STATES.map(
          ([name, word]) => html`<button
            class=${this.which === name ? "primary" : "secondary"}
            data-testid="utterances-${name}"
            aria-pressed=${this.which === name}
            @click=${() => this.#show(name)}
          >
            ${say(word)}
          </button>`,
        )}
        <span class="quiet" data-testid="utterance-counts">${say("navLabelCounts", { waiting, labelled })}</span>
      </div>
      ${this.told()}
      ${
        this.found.utterances.length
          ? html`<ul class="places">${this.found.utterances.map((each) => this.#row(each))}</ul>`
          : this.nothingHere(say("navNoUtterances"))
      }`;
  }

  protected override async load(): Promise<void> {
    this.found = await this.api.call<Utterances>("GET", `${ALL}?state=${this.which}`);
  }

  readonly #show = (which: string): void => {
    this.which = which;
    void this.reload();
  };

  #row(each: Utterance): TemplateResult {
    const { say } = this;
    return html`<li data-testid="utterance">
      <h3>
        <span dir="auto">${each.text}</span><span class="chip">${channelName(each.channel, say)}</span>
      </h3>
      <div class="bar">
        ${each.intents.map((intent) => {
          const shown = `${this.#named(intent.name)} ${Math.round(intent.confidence * PERCENT)}%`;
          return html`<button
            class=${each.label === intent.name ? "primary" : "secondary"}
            data-testid="utterance-likely"
            aria-label="${shown} ${each.text}"
            ?disabled=${this.busy}
            @click=${() => this.#label(each, intent.name)}
          >
            ${shown}
          </button>`;
        })}
      </div>
      <div class="bar">
        <label
          >${say("navOtherIntent")}
          <select data-testid="utterance-other" ?disabled=${this.busy} @change=${(event: Event) => this.#other(each, event)}>
            <option value="">${say("navChoose")}</option>
            ${this.found.intents.map(
              (intent) =>
                html`<option value=${intent.name} ?selected=${each.label === intent.name}>
                  ${this.#named(intent.name)}
                </option>`,
            )}
          </select></label
        >
        <button
          class="secondary"
          data-testid="utterance-drop"
          aria-label="${say("navDrop")} ${each.text}"
          ?disabled=${this.busy}
          @click=${() => this.#label(each, "")}
        >
          ${say("navDrop")}
        </button>
      </div>
    </li>`;
  }

  /** An intent by an example of it: its name says little to people. */
  #named(name: string): string {
    const example = this.found.intents.find((each) => each.name === name)?.example;
    return example ? `${example}（${name}）` : name;
  }

  readonly #other = (each: Utterance, event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    if (value) void this.#label(each, value);
  };

  async #label(each: Utterance, label: string): Promise<void> {
    const body = { utterance_id: each.utterance_id, label };
    const done = await this.attempt(async () => {
      await this.api.call("POST", `${ALL}/label`, body);
      await this.load();
    });
    if (done) this.done = this.say(label ? "navLabelDone" : "navDropDone");
  }
}

customElements.define("yq-nav-utterances", YqNavUtterances);
