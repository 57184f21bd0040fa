/** Defines <yq-kb-for-whom>: on which channels and for which readers an article is; says `edited` with the change. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { channelName } from "../conversations/channel.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Say } from "../words/index.ts";
import { knowledgeStyles } from "./knowledge.styles.ts";
import { CHANNELS, type Content, FIELDS } from "./model.ts";
import { caution, NO_WORDS, READER_FIELDS, type ReaderField, type ReaderWords, seenBy } from "./readers.ts";
import "./words-field.ts";

export class YqKbForWhom extends LitElement {
  static override styles = [base, formStyles, knowledgeStyles];
  static override properties = {
    say: { attribute: false },
    content: { attribute: false },
    known: { attribute: false },
  };

  declare say: Say;
  declare content: Content;
  /** The words that are in use already. */
  declare known: ReaderWords;

  constructor() {
    super();
    this.known = NO_WORDS;
  }

  override render(): TemplateResult {
    const { say, content } = this;
    const told = caution(content);
    return html`<fieldset data-testid="for-whom">
      <legend>${say("kbForWhom")}</legend>
      ${this.#channels()}
      <div class="fields readers">${READER_FIELDS.map((field) => this.#words(field))}</div>
      <p role="status" data-testid="seen-by">${seenBy(content, say)}</p>
      ${told ? html`<p class="hint" data-testid="readers-caution">${say(told)}</p>` : nothing}
    </fieldset>`;
  }

  #channels(): TemplateResult {
    const { say, content } = this;
    const known = [...new Set<string>([...CHANNELS, ...content.channels])];
    return html`<fieldset data-testid="channels">
      <legend>${say("kbChannels")}</legend>
      <div class="bar">
        ${known.map(
          (channel) =>
            html`<label class="tick"
              ><input
                type="checkbox"
                value=${channel}
                .checked=${live(content.channels.includes(channel))}
                @change=${() => this.#toggle(channel)}
              />${channelName(channel, say)}</label
            >`,
        )}
      </div>
    </fieldset>`;
  }

  #words(field: ReaderField): TemplateResult {
    return html`<yq-kb-words
      .say=${this.say}
      .label=${this.say(FIELDS[field])}
      .words=${this.content[field]}
      .known=${this.known[field]}
      data-testid="readers-${field}"
      @words=${(event: CustomEvent<readonly string[]>) => this.#edit({ [field]: event.detail })}
    ></yq-kb-words>`;
  }

  #toggle(channel: string): void {
    const { channels } = this.content;
    this.#edit({
      channels: channels.includes(channel)
        ? channels.filter((each) => each !== channel)
        : [...channels, channel],
    });
  }

  #edit(change: Partial<Content>): void {
    this.dispatchEvent(new CustomEvent<Partial<Content>>("edited", { detail: change }));
  }
}

customElements.define("yq-kb-for-whom", YqKbForWhom);
