/** Defines <yq-keep-rules>: forbidden words, words that have to be said, hints, addresses that may be sent. */

import { html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import { formStyles } from "../shell/form.styles.ts";
import { trouble } from "../shell/trouble.ts";
import { ApiError } from "../staff/api.ts";
import type { Staff } from "../staff/me.ts";
import type { Say, Word } from "../words/index.ts";
import { keepStyles } from "./keep.styles.ts";

type Kind = "forbidden" | "must_say" | "hint" | "link";

interface Rule {
  readonly rule: string;
  readonly kind: Kind;
  readonly product: string;
  readonly cues: readonly string[];
  readonly words: readonly string[];
  readonly say: string;
  readonly why: string;
}

const KINDS: Readonly<Record<Kind, Word>> = {
  forbidden: "kindForbidden",
  must_say: "kindMustSay",
  hint: "kindHint",
  link: "kindLink",
};
const PLACE = "/staff/word-rules";

export class YqKeepRules extends LitElement {
  static override styles = [base, formStyles, keepStyles];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    rules: { state: true },
    editing: { state: true },
    removing: { state: true },
    trouble: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare rules: readonly Rule[] | null;
  declare editing: Rule | "new" | null;
  declare removing: string;
  declare trouble: string;

  constructor() {
    super();
    this.rules = null;
    this.editing = null;
    this.removing = "";
    this.trouble = "";
  }

  override firstUpdated(): void {
    void this.#do(() => Promise.resolve());
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<h2>${say("wordRules")}</h2>
      <p class="why">${say("wordRulesWhy")}</p>
      ${this.trouble ? html`<p class="trouble" role="alert" data-testid="rule-trouble">${this.trouble}</p>` : nothing}
      ${this.rules?.length === 0 ? html`<p class="empty">${say("noRules")}</p>` : nothing}
      <ul data-testid="kept-rules">
        ${this.rules?.map((rule) => (this.editing === rule ? this.#form(rule) : this.#entry(rule)))}
      </ul>
      ${
        this.editing === "new"
          ? this.#form(null)
          : html`<button class="primary" data-testid="add-rule" @click=${() => (this.editing = "new")}>
            ${say("add")}
          </button>`
      }`;
  }

  #entry(rule: Rule): TemplateResult {
    const { say } = this;
    const name = `${say(KINDS[rule.kind])} ${rule.words[0] ?? rule.say}`;
    return html`<li data-testid="kept-rule">
      <div>
        <span class="title">${say(KINDS[rule.kind])}</span>
        <span class="quiet">${rule.product || say("allProducts")}</span>
        ${rule.cues.length ? html`<p class="quiet">${rule.cues.join(say("comma"))}</p>` : nothing}
        ${rule.words.length ? html`<p>${rule.words.join(say("comma"))}</p>` : nothing}
        ${rule.say ? html`<p>${rule.say}</p>` : nothing}
        ${rule.why ? html`<p class="quiet">${rule.why}</p>` : nothing}
      </div>
      <div class="row">
        <button class="secondary" aria-label="${say("edit")} ${name}" @click=${() => (this.editing = rule)}>
          ${say("edit")}
        </button>
        ${
          this.removing === rule.rule
            ? html`<button class="secondary" @click=${() => this.#remove(rule)}>${say("removeReally")}</button>`
            : html`<button
              class="secondary"
              aria-label="${say("remove")} ${name}"
              @click=${() => (this.removing = rule.rule)}
            >
              ${say("remove")}
            </button>`
        }
      </div>
    </li>`;
  }

  #form(rule: Rule | null): TemplateResult {
    const { say } = this;
    const area = (name: "cues" | "ruleWords", field: string, lines: readonly string[]): TemplateResult =>
      html`<label
        >${say(name)}<textarea name=${field} maxlength="5000" .defaultValue=${lines.join("\n")}></textarea>
      </label>`;
    return html`<form data-testid="rule-form" @submit=${(event: SubmitEvent) => this.#save(event, rule)}>
      <label
        >${say("kind")}<select name="kind" data-testid="rule-kind">
          ${(Object.keys(KINDS) as Kind[]).map(
            (kind) =>
              html`<option value=${kind} ?selected=${kind === rule?.kind}>${say(KINDS[kind])}</option>`,
          )}
        </select>
      </label>
      <label>${say("product")}<input name="product" maxlength="60" .defaultValue=${rule?.product ?? ""} /></label>
      ${area("cues", "cues", rule?.cues ?? [])} ${area("ruleWords", "words", rule?.words ?? [])}
      <label
        >${say("saySuggestion")}<textarea name="say" maxlength="500" .defaultValue=${rule?.say ?? ""}></textarea>
      </label>
      <label>${say("whyRule")}<input name="why" maxlength="200" .defaultValue=${rule?.why ?? ""} /></label>
      <div class="row">
        <button class="primary" data-testid="save-rule">${say("save")}</button>
        <button type="button" class="secondary" @click=${() => (this.editing = null)}>${say("cancel")}</button>
      </div>
    </form>`;
  }

  async #save(event: SubmitEvent, rule: Rule | null): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => String(form.get(name) ?? "").trim();
    const lines = (name: string): string[] =>
      text(name)
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line);
    const body = {
      kind: text("kind"),
      product: text("product"),
      cues: lines("cues"),
      words: lines("words"),
      say: text("say"),
      why: text("why"),
    };
    const { api, me } = this.staff;
    await this.#do(async () => {
      if (rule) await api.call("PUT", `${PLACE}/${rule.rule}`, body);
      else await api.call("POST", PLACE, { ...body, branch_id: me?.branch_id ?? "" });
      this.editing = null;
    });
  }

  async #remove(rule: Rule): Promise<void> {
    await this.#do(() => this.staff.api.call("DELETE", `${PLACE}/${rule.rule}`));
    this.removing = "";
  }

  async #do(something: () => Promise<unknown>): Promise<void> {
    this.trouble = "";
    try {
      await something();
      this.rules = (await this.staff.api.call<{ rules: Rule[] }>("GET", PLACE)).rules;
    } catch (error) {
      const incomplete = error instanceof ApiError && error.code === "bad_input";
      this.trouble = incomplete
        ? this.say("ruleNotRight", { detail: error.detail })
        : trouble(error, this.say);
    }
  }
}

customElements.define("yq-keep-rules", YqKeepRules);
