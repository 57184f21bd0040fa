/** Draws the fields of a rule, and reads them: only what is filled in is a condition. */

import { html, type TemplateResult } from "lit";
import { channelName } from "../conversations/channel.ts";
import { tickField } from "../people/fields.ts";
import { readWords } from "../people/lines.ts";
import { field, ticked } from "../people/page.ts";
import type { Say, Word } from "../words/index.ts";
import { ACTIONS, type ActionKind, CHANNELS, MOODS, type Rule } from "./model.ts";

type Choice = readonly [string, string];

/** The fields; `queues`: ids and names of what there is, none where they may not be seen. */
export function drawEditor(rule: Rule, queues: readonly Choice[], say: Say): TemplateResult {
  return html`<div class="pair">
      <label>${say("divName")}<input name="name" required maxlength="60" .defaultValue=${rule.name} /></label>
      <label>
        ${say("divPlace")}
        <input name="place" type="number" min="1" max="9999" required .defaultValue=${String(rule.place)} />
      </label>
    </div>
    <h3>${say("divWhen")}</h3>
    <p class="hint">${say("divWhenHint")}</p>
    ${drawConditions(rule, say)}
    <h3>${say("divAction")}</h3>
    ${drawAction(rule, queues, say)}`;
}

function drawConditions({ conditions }: Rule, say: Say): TemplateResult {
  const words = (name: string, word: Word, values: readonly string[], hint: Word): TemplateResult =>
    html`<label>
      ${say(word)}<input name=${name} .defaultValue=${values.join(", ")} autocapitalize="none" />
      <span class="hint">${say(hint)}</span>
    </label>`;
  const number = (name: string, word: Word, value: number | null, most: number): TemplateResult =>
    html`<label>
      ${say(word)}
      <input name=${name} type="number" min="0" max=${most} .defaultValue=${value === null ? "" : String(value)} />
    </label>`;
  return html`${tickField(
    "channels",
    say("channel"),
    CHANNELS.map((value) => ({
      value,
      label: channelName(value, say),
      on: conditions.channels.includes(value),
    })),
  )}
    <div class="pair">
      ${number("age_from", "divAgeFrom", conditions.age_from, 150)}
      ${number("age_to", "divAgeTo", conditions.age_to, 150)}
      ${words("segments", "divSegments", conditions.segments, "divSegmentsHint")}
      ${words("tiers", "divTiers", conditions.tiers, "divTiersHint")}
      ${words("languages", "language", conditions.languages, "divLanguagesHint")}
      ${words("intents", "divIntents", conditions.intents, "divIntentsHint")}
      ${words("earlier", "divEarlier", conditions.earlier, "divEarlierHint")}
      ${words("urgencies", "divUrgencies", conditions.urgencies, "divUrgenciesHint")}
      ${choice(
        "mood_from",
        say("divMood"),
        [["", say("divAny")], ...MOODS.map(([level, word]) => [String(level), say(word)] as const)],
        conditions.mood_from === null ? "" : String(conditions.mood_from),
      )}
      ${number("failures_from", "divFailures", conditions.failures_from, 20)}
      ${number("waited_from_s", "divWaitedFrom", conditions.waited_from_s, 86_400)}
    </div>
    ${tickField(
      "days",
      say("divHours"),
      say("divDays")
        .split(" ")
        .map((label, place) => ({
          value: String(place + 1),
          label,
          on: conditions.hours?.days.includes(place + 1) ?? false,
        })),
    )}
    <div class="pair">
      <label>${say("divStart")}<input name="start" type="time" .defaultValue=${conditions.hours?.start ?? ""} /></label>
      <label>
        ${say("divEnd")}<input name="end" type="time" .defaultValue=${conditions.hours?.end ?? ""} />
        <span class="hint">${say("divHoursHint")}</span>
      </label>
    </div>`;
}

function drawAction({ action }: Rule, queues: readonly Choice[], say: Say): TemplateResult {
  const known = queues.some(([id]) => id === action.queue) || !action.queue;
  const all = known ? queues : [...queues, [action.queue, action.queue] as const];
  return html`<div class="pair">
      ${choice(
        "kind",
        say("divAction"),
        ACTIONS.map(([kind, word]) => [kind, say(word)] as const),
        action.kind,
      )}
      ${choice("queue", say("divQueueName"), [["", say("divAnyQueue")], ...all], action.queue)}
    </div>
    <label>
      ${say("divWords")}<textarea name="words" rows="3" maxlength="500" .defaultValue=${action.words}></textarea>
      <span class="hint">${say("divWordsHint", { hotline: "{hotline}" })}</span>
    </label>
    <label>
      ${say("divWordsEn")}<textarea name="words_en" rows="2" maxlength="500" .defaultValue=${action.words_en}></textarea>
    </label>
    <div class="pair">
      <label>${say("divLinkTitle")}<input name="link_title" maxlength="60" .defaultValue=${action.link_title} /></label>
      <label>
        ${say("divLinkUrl")}
        <input name="link_url" type="url" maxlength="500" placeholder="https://" .defaultValue=${action.link_url} />
      </label>
    </div>`;
}

function choice(name: string, label: string, choices: readonly Choice[], chosen: string): TemplateResult {
  return html`<label>
    ${label}
    <select name=${name}>
      ${choices.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
    </select>
  </label>`;
}

/** The rule that a form says. */
export function readRule(element: HTMLFormElement): Rule {
  return ruleOf(new FormData(element));
}

/** The same of what is sent. */
export function ruleOf(form: FormData): Rule {
  const words = (name: string): string[] => readWords(field(form, name));
  const number = (name: string): number | null => (field(form, name) ? Number(field(form, name)) : null);
  const [start, end] = [field(form, "start"), field(form, "end")];
  return {
    name: field(form, "name"),
    place: Number(field(form, "place")),
    conditions: {
      channels: ticked(form, "channels"),
      segments: words("segments"),
      tiers: words("tiers"),
      languages: words("languages"),
      intents: words("intents"),
      earlier: words("earlier"),
      urgencies: words("urgencies"),
      age_from: number("age_from"),
      age_to: number("age_to"),
      mood_from: number("mood_from"),
      waited_from_s: number("waited_from_s"),
      failures_from: number("failures_from"),
      hours: hoursOf(start, end, ticked(form, "days").map(Number)),
    },
    action: {
      kind: field(form, "kind") as ActionKind,
      queue: field(form, "queue"),
      words: field(form, "words"),
      words_en: field(form, "words_en"),
      link_title: field(form, "link_title"),
      link_url: field(form, "link_url"),
    },
  };
}

/** Hours where a time or a day was chosen: what is left open is the whole day. */
function hoursOf(start: string, end: string, days: readonly number[]): Rule["conditions"]["hours"] {
  if (!start && !end && !days.length) return null;
  return { days, start: start || "00:00", end: end || "23:59" };
}
