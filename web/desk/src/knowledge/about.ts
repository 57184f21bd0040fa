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
  save: ((about: AboutWanted, form: HTMLFormElement) => void) | null,
): TemplateResult {
  const owner = article.owner_name || say("kbNobody");
  if (!save)
    return html`<h3>${say("kbAbout")}</h3>
      <p class="quiet">
        ${say("kbOwner")} ${owner} · ${say("kbReviewBy")} ${article.review_by ?? say("kbOpenEnd")}
      </p>`;
  // The page may be shown anew while somebody types here: what they change is what they saw when they began.
  const begun = ({ currentTarget }: Event): void => {
    (currentTarget as HTMLFormElement).dataset["was"] ??= JSON.stringify(aboutOf(article));
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const filled = new FormData(form);
    const was = form.dataset["was"] ? (JSON.parse(form.dataset["was"]) as About) : aboutOf(article);
    const about = {
      was,
      owner_id: filled.has("mine") ? me : was.owner_id,
      review_by: String(filled.get("review_by")) || null,
      tags: readTags(String(filled.get("tags"))),
    };
    save(about, form);
  };
  return html`<h3>${say("kbAbout")}</h3>
    <form
      @input=${begun}
      @submit=${submit}
      @reset=${({ currentTarget }: Event) => delete (currentTarget as HTMLFormElement).dataset["was"]}
      data-testid="about"
    >
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
