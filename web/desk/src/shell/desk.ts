/** Defines <yq-desk>: signed out, something still to be done, or the sections that one's rights open. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { base, tokens } from "@yuanqiao/shared/design/tokens.ts";
import { icons } from "@yuanqiao/shared/components/icons.ts";
import { langTag, type Language } from "@yuanqiao/shared/words/language.ts";
import { Api } from "../staff/api.ts";
import { Staff } from "../staff/me.ts";
import { type Say, speaker } from "../words/index.ts";
import { keepChoice } from "./choices.ts";
import { badgeStyles, drawBadge } from "./badge.ts";
import { deskStyles } from "./desk.styles.ts";
import { formStyles } from "./form.styles.ts";
import { sectionsFor } from "./sections.ts";
import { trouble } from "./trouble.ts";
import { WaitingWork } from "./waiting.ts";
import "../cases/section.ts";
import "../navigation/section.ts";
import "../diversion/section.ts";
import "../conversations/section.ts";
import "../inspection/section.ts";
import "../knowledge/section.ts";
import "../outreach/section.ts";
import "../records/section.ts";
import "../people/section.ts";
import "../phrases/section.ts";
import "../recordings/section.ts";
import "../supervision/section.ts";
import "./account.ts";
import "./announcements.ts";
import "./password.ts";
import "./sign-in.ts";
import "./totp.ts";

export class YqDesk extends LitElement {
  static override styles = [tokens, base, formStyles, badgeStyles, deskStyles];
  static override properties = {
    language: { attribute: false },
    section: { state: true },
    trouble: { state: true },
  };

  declare language: Language;
  declare section: string;
  declare trouble: string;
  readonly #staff = new Staff(new Api());
  readonly #waiting = new WaitingWork(this.#staff.api, () => this.requestUpdate());

  constructor() {
    super();
    this.language = "zh";
    this.section = chosenSection();
    this.trouble = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#staff.subscribe(() => {
      this.#waiting.follow(this.#staff.me?.todo.length === 0);
      this.requestUpdate();
    });
    addEventListener("hashchange", () => (this.section = chosenSection()));
    void this.#find();
  }

  override render(): TemplateResult {
    const { me } = this.#staff;
    if (this.trouble) return this.#unreachable();
    if (me === undefined) return html``; // a moment: nothing is drawn that would jump
    if (me === null)
      return this.#alone(
        this.#say("desk"),
        "",
        html`<yq-sign-in .staff=${this.#staff} .say=${this.#say}></yq-sign-in>`,
      );
    if (me.todo.includes("password"))
      return this.#todo(
        "choosePassword",
        "choosePasswordWhy",
        html`<yq-password .staff=${this.#staff} .say=${this.#say}></yq-password>`,
      );
    if (me.todo.includes("totp"))
      return this.#todo(
        "setUpTotp",
        "setUpTotpWhy",
        html`<yq-totp .staff=${this.#staff} .say=${this.#say}></yq-totp>`,
      );
    return this.#inside();
  }

  /** More sections than a phone is wide: the one that is open is in sight. */
  override updated(): void {
    const open = this.renderRoot.querySelector('nav a[aria-current="page"]');
    open?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  get #say(): Say {
    return speaker(this.language);
  }

  #todo(
    title: "choosePassword" | "setUpTotp",
    why: "choosePasswordWhy" | "setUpTotpWhy",
    form: TemplateResult,
  ): TemplateResult {
    return this.#alone(
      this.#say(title),
      this.#say(why),
      html`${form}<p><button class="secondary" @click=${this.#signOut}>${this.#say("signOut")}</button></p>`,
    );
  }

  /** One thing in the middle of the page. */
  #alone(title: string, why: string, inside: TemplateResult): TemplateResult {
    return html`<main class="alone">
      <div class="card">
        <span class="mark">${icons.bridge}</span>
        <h1>${title}</h1>
        ${why ? html`<p class="why">${why}</p>` : nothing} ${inside}
      </div>
    </main>`;
  }

  #unreachable(): TemplateResult {
    return this.#alone(
      this.#say("desk"),
      "",
      html`<p class="trouble" role="alert">${this.trouble}</p>
      <button class="primary" @click=${this.#find}>${this.#say("retry")}</button>`,
    );
  }

  #inside(): TemplateResult {
    const say = this.#say;
    const { waiting, pages } = this.#waiting.found;
    const sections = sectionsFor(this.#staff);
    const shown = sections.find(({ name }) => name === this.section) ?? sections[0];
    return html`<a class="skip" href="#${shown?.name ?? ""}" @click=${this.#skip}>${say("skip")}</a>
      <nav aria-label=${say("sections")}>
        <span class="mark" title=${say("desk")}>${icons.bridge}</span>
        ${sections.map(
          ({ name, icon, word }) =>
            html`<a href="#${name}" aria-current=${name === shown?.name ? "page" : nothing} data-testid="section-${name}">
              ${icon}<span>${say(word)}</span>${drawBadge(waiting[name], name, say)}
            </a>`,
        )}
      </nav>
      <div class="column">
        ${
          this.#staff.may("announcements.read")
            ? html`<yq-announcements
              .staff=${this.#staff}
              .say=${say}
              .language=${this.language}
            ></yq-announcements>`
            : nothing
        }
        <main tabindex="-1" @language=${this.#choose} @sign-out=${this.#signOut}>
          ${shown ? shown.draw(this.#staff, say, this.language, pages) : nothing}
        </main>
      </div>`;
  }

  readonly #skip = (event: Event): void => {
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>("main")?.focus();
  };

  readonly #find = async (): Promise<void> => {
    this.trouble = "";
    try {
      await this.#staff.find();
    } catch (error) {
      this.trouble = trouble(error, this.#say);
    }
  };

  readonly #signOut = async (): Promise<void> => {
    try {
      await this.#staff.signOut();
    } catch (error) {
      this.trouble = trouble(error, this.#say);
    }
  };

  /** A choice of <yq-account>, which is remembered on this machine. */
  readonly #choose = (event: CustomEvent<Language>): void => {
    this.language = event.detail;
    keepChoice("language", this.language);
    document.documentElement.lang = langTag(this.language);
    document.title = this.#say("desk");
  };
}

/** The section in the page's address; what stands behind it, as in `#people/roles`, is the section's own. */
function chosenSection(): string {
  return location.hash.slice(1).split("/")[0] ?? "";
}

customElements.define("yq-desk", YqDesk);
