/** Defines <yq-kb-replay>: which questions would be answered otherwise once the article is published. */

import { html, nothing, type TemplateResult } from "lit";
import type { Say, Word } from "../words/index.ts";
import { withWholeLinks } from "./links.ts";
import { type Content, same } from "./model.ts";
import { KnowledgePage } from "./page.ts";
import { NEW } from "./unsaved.ts";

interface Outcome {
  readonly outcome: string;
  readonly titles: readonly string[];
}

/** `POST /staff/kb/replay`. */
interface Replay {
  readonly asked: number;
  readonly differing: readonly {
    readonly question: string;
    readonly origin: string;
    readonly before: Outcome;
    readonly after: Outcome;
  }[];
}

const ORIGINS: Readonly<Record<string, Word>> = {
  own: "kbReplayOwn",
  neighbour: "kbReplayNeighbour",
  gap: "kbReplayGap",
};

const OUTCOMES: Readonly<Record<string, Word>> = {
  answer: "kbOutcomeAnswer",
  offer: "kbOutcomeOffer",
  abstain: "kbOutcomeAbstain",
};

export class YqKbReplay extends KnowledgePage {
  static override properties = {
    ...KnowledgePage.properties,
    content: { attribute: false },
    articleId: { attribute: false },
    found: { state: true },
  };

  declare content: Content;
  declare articleId: string;
  declare found: Replay | null;
  #of: Content | null = null;

  constructor() {
    super();
    this.found = null;
  }

  override render(): TemplateResult {
    const { say, content } = this;
    const ready = content.title.trim() && content.topic.trim();
    return html`<h3>${say("kbReplay")}</h3>
      <p class="quiet">${say("kbReplayWhy")}</p>
      <p>
        <button class="secondary" data-testid="replay" ?disabled=${this.busy || !ready} @click=${this.#run}>
          ${say("kbReplayDo")}
        </button>
      </p>
      ${this.told()} ${this.busy ? html`<p class="quiet" role="status">${say("kbReplayRunning")}</p>` : nothing}
      ${this.found && !this.busy ? this.#shown(this.found) : nothing}`;
  }

  /** Nothing is asked before somebody wants it. */
  protected override async load(): Promise<void> {}

  #shown({ asked, differing }: Replay): TemplateResult {
    const { say } = this;
    return html`${same(this.#of, this.content) ? nothing : html`<p class="stops">${say("kbReplayOld")}</p>`}
      <p role="status" data-testid="replayed">
        ${
          differing.length
            ? say("kbReplayDiffers", { count: asked, differing: differing.length })
            : say("kbReplaySame", { count: asked })
        }
      </p>
      <ul class="problems" data-testid="replay-rows">
        ${differing.map(
          ({ question, origin, before, after }) =>
            html`<li>
              <bdi>${question}</bdi> <span class="quiet">${say(ORIGINS[origin] ?? "kbReplayOwn")}</span><br />
              <span class="quiet">${say("kbReplayBefore", { what: told(before, say) })}</span><br />
              ${say("kbReplayAfter", { what: told(after, say) })}
            </li>`,
        )}
      </ul>`;
  }

  readonly #run = async (): Promise<void> => {
    const { content, articleId } = this;
    await this.attempt(async () => {
      const body = { article_id: articleId === NEW ? null : articleId, content: withWholeLinks(content) };
      this.found = await this.api.call<Replay>("POST", "/staff/kb/replay", body);
      this.#of = content;
    });
  };
}

/** An outcome in words. */
function told({ outcome, titles }: Outcome, say: Say): string {
  return [say(OUTCOMES[outcome] ?? "kbOutcomeAbstain"), ...titles].join(" · ");
}

customElements.define("yq-kb-replay", YqKbReplay);
