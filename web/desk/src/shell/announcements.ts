/** Defines <yq-announcements>: what the house announces just now, above every section of the desk. */

import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { base } from "@yuanqiao/shared/design/tokens.ts";
import type { Language } from "@yuanqiao/shared/words/language.ts";
import { moment } from "@yuanqiao/shared/words/moment.ts";
import { channelName } from "../conversations/channel.ts";
import type { Staff } from "../staff/me.ts";
import type { Say } from "../words/index.ts";

/** So often the desk looks for what is announced. */
const LOOK_MS = 5000;

interface Running {
  readonly announcement_id: string;
  readonly text: string;
  readonly channels: readonly string[];
  readonly ends_at: string | null;
}

export class YqAnnouncements extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        flex: none;
        max-height: 30dvh;
        overflow: auto;
      }
      p {
        margin: 0;
        padding: 8px 16px;
        border-bottom: 1px solid var(--yq-line);
        background: var(--yq-attention-ground);
        color: var(--yq-attention);
        overflow-wrap: anywhere;
      }
      strong {
        margin-right: 8px;
      }
      span {
        margin-left: 8px;
        font-size: var(--yq-small);
      }
    `,
  ];
  static override properties = {
    staff: { attribute: false },
    say: { attribute: false },
    language: { attribute: false },
    running: { state: true },
  };

  declare staff: Staff;
  declare say: Say;
  declare language: Language;
  declare running: readonly Running[];
  #looking = 0;

  constructor() {
    super();
    this.running = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#looking = window.setInterval(() => void this.#look(), LOOK_MS);
    void this.updateComplete.then(() => this.#look());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.#looking);
  }

  override render(): TemplateResult {
    const { say } = this;
    return html`<div role="status" data-testid="announced">
      ${this.running.map(
        (each) =>
          html`<p>
            <strong>${say("kbAnnouncements")}</strong><bdi>${each.text}</bdi>
            <span
              >${each.channels.map((channel) => channelName(channel, say)).join(" · ") || say("kbAnnouncementAll")}
              ${each.ends_at ? say("kbAnnouncementUntil", { time: moment(Date.parse(each.ends_at), Date.now(), this.language) }) : nothing}</span
            >
          </p>`,
      )}
    </div>`;
  }

  /** What is shown stays while the hub does not answer, but none longer than it is said. */
  async #look(): Promise<void> {
    try {
      const path = "/staff/announcements/running";
      const { announcements } = await this.staff.api.look<{ announcements: readonly Running[] }>(path);
      this.running = announcements;
    } catch {
      this.running = this.running.filter((each) => each.ends_at && new Date(each.ends_at) > new Date());
    }
  }
}

customElements.define("yq-announcements", YqAnnouncements);
