/** Defines <yq-outreach-texts>: what is said of each kind of event, in both languages. */

import { css, html, nothing, type TemplateResult } from "lit";
import "@yuanqiao/shared/components/sheet.ts";
import { field, PeoplePage } from "../people/page.ts";
import { kindName, type NoticeText } from "./model.ts";

const PATH = "/staff/outreach/texts";
const FAULTS = { conflict: "outConflict", bad_input: "outBadInput" } as const;
const LONGEST = 500;

export class YqOutreachTexts extends PeoplePage {
  static override styles = [
    ...PeoplePage.styles,
    css`
      td + td:not(.wide) {
        white-space: nowrap;
      }
    `,
  ];
  static override properties = { ...PeoplePage.properties, texts: { state: true }, open: { state: true } };

  declare texts: readonly NoticeText[];
  declare open: NoticeText | null;

  constructor() {
    super();
    this.texts = [];
    this.open = null;
  }

  override render(): TemplateResult {
    const { say, language, open } = this;
    return html`<p class="quiet">${say("outTextsHint")}</p>
      ${open ? nothing : this.told()} ${this.texts.length ? this.#table() : this.nothingHere(say("outNothing"))}
      ${
        open
          ? html`<yq-sheet .heading=${kindName(open.kind, say)} .language=${language} @gone=${() => this.#show(null)}
              >${this.#form(open)}</yq-sheet
            >`
          : nothing
      }`;
  }

  protected override async load(): Promise<void> {
    this.texts = (await this.api.call<{ texts: NoticeText[] }>("GET", PATH)).texts;
  }

  #table(): TemplateResult {
    const { say } = this;
    return html`<table data-testid="texts">
      <thead>
        <tr>
          <th scope="col">${say("outKind")}</th>
          <th scope="col">${say("outPurpose")}</th>
          <th scope="col" class="wide">${say("outText")}</th>
          <th scope="col">${say("outState")}</th>
        </tr>
      </thead>
      <tbody>
        ${this.texts.map(
          (each) => html`<tr data-testid="text">
            <td>
              <button class="open" @click=${() => this.#show(each)}>${kindName(each.kind, say)}</button>
              <span class="narrow quiet">${each.text}</span>
            </td>
            <td>${say(each.purpose === "security" ? "outSecurity" : "outService")}</td>
            <td class="wide">${each.text}</td>
            <td>${say(each.enabled ? "outOn" : "outOff")}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #form(each: NoticeText): TemplateResult {
    const { say } = this;
    const may = this.staff.may("outreach.change");
    const facts = each.facts.map((name) => `{${name}}`).join(" ");
    return html`<form data-testid="text-form" @submit=${(event: SubmitEvent) => this.#save(event, each)}>
      <fieldset ?disabled=${!may}>
        <label>
          ${say("outText")}
          <textarea name="text" rows="4" required maxlength=${LONGEST} .defaultValue=${each.text}></textarea>
          <span class="hint">${say("outFacts", { facts })}</span>
        </label>
        <label>
          ${say("outTextEn")}
          <textarea name="text_en" rows="4" required maxlength=${LONGEST} .defaultValue=${each.text_en}></textarea>
        </label>
        <label class="tick">
          <input type="checkbox" name="enabled" .defaultChecked=${each.enabled} /> ${say("outEnabled")}
        </label>
      </fieldset>
      ${this.told()}
      ${
        may
          ? html`<div class="row">
              <button class="primary" data-testid="save-text" ?disabled=${this.busy}>${say("outSave")}</button>
            </div>`
          : nothing
      }
    </form>`;
  }

  #show(what: NoticeText | null): void {
    this.trouble = this.done = "";
    this.open = what;
  }

  async #save(event: SubmitEvent, each: NoticeText): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const body = {
      kind: each.kind,
      version: each.version,
      text: field(form, "text"),
      text_en: field(form, "text_en"),
      enabled: form.has("enabled"),
    };
    const saved = await this.attempt(async () => {
      const changed = await this.api.call<NoticeText>("PUT", PATH, body);
      this.texts = this.texts.map((text) => (text.kind === changed.kind ? changed : text));
    }, FAULTS);
    if (!saved) return;
    this.#show(null);
    this.done = this.say("saved");
  }
}

customElements.define("yq-outreach-texts", YqOutreachTexts);
