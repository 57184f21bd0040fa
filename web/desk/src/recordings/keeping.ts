/** Defines <yq-recording-keeping>: the seal, holds, the product's end, and copies with their reasons. */

import { html, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { fullMoment } from "@yuanqiao/shared/words/moment.ts";
import { field, PeoplePage } from "../people/page.ts";
import { peopleStyles } from "../people/people.styles.ts";
import { formStyles } from "../shell/form.styles.ts";
import type { Opened } from "./model.ts";
import { oneStyles } from "./one.styles.ts";

/** `opened`: the recording. Says `changed` where it is another by now. */
export class YqRecordingKeeping extends PeoplePage {
  static override styles = [base, formStyles, peopleStyles, oneStyles];
  static override properties = { ...PeoplePage.properties, opened: { attribute: false } };

  declare opened: Opened;

  override render(): TemplateResult {
    const { say, opened, staff } = this;
    const there = opened.state === "sealed";
    return html`${this.told()}
      <div class="acts">
        <section>
          <h2>${say("rcKeeping")}</h2>
          <p data-testid="kept">${this.#kept()}</p>
          ${
            there
              ? html`<p>
                  <button class="secondary" data-testid="check" ?disabled=${this.busy} @click=${this.#check}>${say("rcCheck")}</button>
                </p>`
              : nothing
          }
          ${opened.holds.length ? this.#holds() : nothing}
          ${there && staff.may("recordings.keep") ? html`${this.#hold()} ${this.#product()}` : nothing}
        </section>
        <section>
          <h2>${say("rcExports")}</h2>
          ${
            opened.exports.length
              ? html`<ul data-testid="exports">
                  ${opened.exports.map(({ reason, by, at }) => html`<li>${reason}<div class="quiet">${this.#by(by, at)}</div></li>`)}
                </ul>`
              : html`<p class="quiet">–</p>`
          }
          ${there && staff.may("recordings.export") ? this.#export() : nothing}
        </section>
      </div>`;
  }

  protected override load(): Promise<void> {
    return Promise.resolve();
  }

  #kept(): string {
    const { say, opened, language } = this;
    const { removed_at, kept_until } = opened;
    if (removed_at) return `${say("rcRemoved")} ${fullMoment(Date.parse(removed_at), language)}`;
    if (opened.held) return say("rcHeldFor");
    return kept_until
      ? `${say("rcKeptUntil")} ${fullMoment(Date.parse(kept_until), language)}`
      : say("rcForGood");
  }

  #by(name: string, at: string): string {
    return this.say("rcBy", { name: name || "–", when: fullMoment(Date.parse(at), this.language) });
  }

  #holds(): TemplateResult {
    const { say, opened, staff } = this;
    return html`<ul data-testid="holds">
      ${opened.holds.map(
        ({ reference, by, at }) =>
          html`<li>
            ${say("rcHeld")} · ${reference}
            <div class="quiet">${this.#by(by, at)}</div>
            ${
              staff.may("recordings.keep")
                ? html`<button class="secondary" ?disabled=${this.busy} data-testid="release" @click=${() => void this.#release(reference)}>
                    ${say("rcRelease")}
                  </button>`
                : nothing
            }
          </li>`,
      )}
    </ul>`;
  }

  #hold(): TemplateResult {
    const { say } = this;
    return html`<form @submit=${this.#place}>
      <label>
        ${say("rcHoldWhy")}
        <input name="reference" required maxlength="80" autocomplete="off" data-testid="reference" />
        <span class="hint">${say("rcHoldHint")}</span>
      </label>
      <div class="row"><button class="secondary" ?disabled=${this.busy} data-testid="hold">${say("rcHold")}</button></div>
    </form>`;
  }

  #product(): TemplateResult {
    const { say, opened } = this;
    return html`<form @submit=${this.#ends}>
      <label>
        ${say("rcProductEnds")}
        <input type="date" name="ends_on" required .value=${opened.product_ends_on ?? ""} data-testid="ends-on" />
        <span class="hint">${say("rcProductHint")}</span>
      </label>
      <div class="row"><button class="secondary" ?disabled=${this.busy}>${say("save")}</button></div>
    </form>`;
  }

  #export(): TemplateResult {
    const { say } = this;
    return html`<form @submit=${this.#copy}>
      <label>
        ${say("rcExportWhy")}
        <input name="reason" required minlength="4" maxlength="500" autocomplete="off" data-testid="reason" />
        <span class="hint">${say("rcExportHint")}</span>
      </label>
      <div class="row"><button class="secondary" ?disabled=${this.busy} data-testid="export">${say("rcExport")}</button></div>
    </form>`;
  }

  get #at(): string {
    return `/staff/recordings/${this.opened.recording_id}`;
  }

  readonly #check = async (): Promise<void> => {
    let words = this.say("rcChecked");
    const checked = await this.attempt(async () => {
      const { broken } = await this.api.call<{ broken: string[] }>("POST", `${this.#at}/check`);
      if (broken.length) words = this.say("rcBroken", { what: broken.join("; ") });
    });
    if (checked) this.done = words;
  };

  readonly #place = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const reference = field(new FormData(form), "reference");
    const words = { conflict: "rcHoldConflict" } as const;
    if (await this.attempt(() => this.api.call("POST", `${this.#at}/holds`, { reference }), words)) {
      form.reset();
      this.#changed(this.say("rcHeldDone"));
    }
  };

  async #release(reference: string): Promise<void> {
    const words = { conflict: "rcHoldConflict" } as const;
    if (await this.attempt(() => this.api.call("POST", `${this.#at}/holds/lift`, { reference }), words))
      this.#changed(this.say("rcReleased"));
  }

  readonly #ends = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const ends_on = field(new FormData(event.target as HTMLFormElement), "ends_on");
    const words = { conflict: "rcProductConflict" } as const;
    if (await this.attempt(() => this.api.call("PUT", `${this.#at}/product-end`, { ends_on }), words))
      this.#changed(this.say("rcProductSaved"));
  };

  readonly #copy = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const reason = field(new FormData(form), "reason");
    const copied = await this.attempt(
      async () => {
        const { ticket } = await this.api.call<{ ticket: string }>("POST", `${this.#at}/exports`, { reason });
        const link = document.createElement("a");
        link.href = `${this.#at}/archive?ticket=${ticket}`;
        link.download = "";
        link.click();
      },
      { conflict: "rcGone" },
    );
    if (copied) {
      form.reset();
      this.#changed(this.say("rcExported"));
    }
  };

  #changed(words: string): void {
    this.done = words;
    this.dispatchEvent(new Event("changed"));
  }
}

customElements.define("yq-recording-keeping", YqRecordingKeeping);
