/** Draws the forms of a case: each behind a heading that opens it, with one button that does it. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say, Word } from "../words/index.ts";
import type { CaseOwner, OpenedCase } from "./model.ts";

/** Does something with a case, by the name of its route and what is sent. */
export type Act = (what: string, body?: Readonly<Record<string, string>>) => Promise<boolean>;

/** What the forms need to know. */
export interface Forms {
  readonly say: Say;
  readonly act: Act;
  readonly busy: boolean;
}

/** A reply that somebody else reviews; `open`: it is what is to be done next. */
export function drawReply(forms: Forms, opened: OpenedCase, open: boolean): TemplateResult {
  const { say } = forms;
  const word: Word =
    opened.case.state === "replied" ? "caseReplyAgain" : opened.draft ? "caseReplyChange" : "caseReply";
  return drawForm(
    forms,
    "reply",
    word,
    html`<label>
        ${say("caseReplyText")}
        <textarea name="text" required maxlength="2000" .defaultValue=${opened.case.state === "replied" ? "" : opened.draft}></textarea>
      </label>
      <p class="hint">${say("caseReplyHint")}</p>`,
    "caseReplySend",
    open,
  );
}

/** Somebody else becomes the owner. */
export function drawForward(forms: Forms, owners: readonly CaseOwner[]): TemplateResult {
  const { say } = forms;
  return drawForm(
    forms,
    "forward",
    "caseForward",
    html`<label>
        ${say("caseForwardTo")}
        <select name="to" required>
          <option value="">${say("choose")}</option>
          ${owners.map(({ account_id, name, branch }) => html`<option value=${account_id}>${name} · ${branch}</option>`)}
        </select>
      </label>
      ${reasonField(say)}`,
    "caseForward",
  );
}

/** Who forwarded it becomes the owner again. */
export function drawReturn(forms: Forms): TemplateResult {
  return drawForm(forms, "return", "caseReturn", reasonField(forms.say), "caseReturn");
}

/** The reply is not good yet. */
export function drawReject(forms: Forms): TemplateResult {
  return drawForm(forms, "reject", "caseReject", reasonField(forms.say), "caseReject");
}

function reasonField(say: Say): TemplateResult {
  return html`<label>${say("caseReason")}<input name="reason" required maxlength="500" /></label>`;
}

function drawForm(
  { say, act, busy }: Forms,
  what: string,
  heading: Word,
  fields: TemplateResult,
  button: Word,
  open = false,
): TemplateResult {
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const texts = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()]);
    if (await act(what, Object.fromEntries(texts))) {
      form.reset();
      form.closest("details")?.removeAttribute("open");
    }
  };
  return html`<details ?open=${open} data-testid="case-${what}">
    <summary>${say(heading)}</summary>
    <form @submit=${send}>
      ${fields}
      <div class="row">
        <button class=${open ? "primary" : "secondary"} ?disabled=${busy} data-testid="do-${what}">${say(button)}</button>
      </div>
    </form>
  </details>`;
}

/** What was done with a case, the newest last. */
export function drawSteps(
  opened: OpenedCase,
  say: Say,
  words: Readonly<Record<string, Word>>,
  at: (moment: string) => string,
): TemplateResult {
  return html`<ol data-testid="steps">
    ${opened.steps.map((step) => {
      const word = words[step.action];
      return html`<li data-action=${step.action}>
        ${word ? say(word) : step.action}${step.to ? say("caseTo", { to: step.to }) : nothing}
        <span class="quiet">${step.actor || say("house")} · <time datetime=${step.at}>${at(step.at)}</time></span>
        ${step.text ? html`<p class="said">${step.text}</p>` : nothing}
      </li>`;
    })}
  </ol>`;
}
