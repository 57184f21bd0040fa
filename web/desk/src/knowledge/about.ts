/** Draws who is in charge of an article, when it has to be looked at again, and its tags. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say } from "../words/index.ts";
import type { Article } from "./model.ts";

/** `PUT …/about`. */
export interface About {
  readonly owner_id: string | null;
  readonly review_by: string | null;
  readonly tags: readonly string[];
}

/** What an editor makes of what they saw: only what differs is changed. */
export interface AboutWanted extends About {
  readonly was: About;
}

/** What an article says of itself. */
export function aboutOf({ owner_id, review_by, tags }: Article): About {
  return { owner_id, review_by, tags };
}

/** Tags of a text, separated by commas of either width; each once. */
export function readTags(text: string): string[] {
  const tags = text.split(/[,，、]/).map((tag) => tag.trim());
  return [...new Set(tags.filter(Boolean))];
}

/** The form; without `save` it only tells. `me`: the account of who sits there. */
export function drawAbout(
  article: Article,
  me: string,
  say: Say,
  save: ((about: AboutWanted) => void) | null,
): TemplateResult {
  const owner = article.owner_name || say("kbNobody");
  if (!save)
    return html`<h3>${say("kbAbout")}</h3>
      <p class="quiet">
        ${say("kbOwner")} ${owner} · ${say("kbReviewBy")} ${article.review_by ?? say("kbOpenEnd")}
      </p>`;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    save({
      was: aboutOf(article),
      owner_id: form.has("mine") ? me : article.owner_id,
      review_by: String(form.get("review_by")) || null,
      tags: readTags(String(form.get("tags"))),
    });
  };
  return html`<h3>${say("kbAbout")}</h3>
    <form @submit=${submit} data-testid="about">
      <p class="quiet">${say("kbOwner")} <span dir="auto">${owner}</span></p>
      ${
        article.owner_id === me
          ? nothing
          : html`<label class="tick"><input type="checkbox" name="mine" />${say("kbOwnerMe")}</label>`
      }
      <label>${say("kbReviewBy")}<input type="date" name="review_by" .defaultValue=${article.review_by ?? ""} /></label>
      <label
        >${say("kbTags")}<input name="tags" maxlength="800" dir="auto" .defaultValue=${article.tags.join(say("comma"))}
      /></label>
      <div class="row"><button class="secondary" data-testid="save-about">${say("save")}</button></div>
    </form>`;
}
