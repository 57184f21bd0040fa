/** Brings the files of drafts to the hub, one at a time and in the order of the drafts, before they are sent. */

import type { Draft, Outbox } from "./outbox.ts";
import type { Cancel, Carrier } from "./ports.ts";
import type { Attachment } from "./protocol.ts";

/** How far a file is. `lost`: the page was opened anew, and browsers do not keep chosen files. */
export type UploadState =
  | { readonly kind: "waiting" | "ready" | "broken" | "lost" }
  | { readonly kind: "running"; readonly sent: number; readonly total: number }
  | { readonly kind: "refused"; readonly code: string; readonly limit: number };

const WAITING: UploadState = { kind: "waiting" };
const READY: UploadState = { kind: "ready" };
const LOST: UploadState = { kind: "lost" };

/** What uploads need of the session. */
export interface UploadsOwner {
  readonly me: string;
  readonly outbox: Outbox;
  readonly carrier: Carrier;
  /** The visitor's token; null before there is one. */
  token(): string | null;
  /** Something must be kept and shown; perhaps a draft can go out now. */
  moved(): void;
  /** Only what is shown moved. */
  progressed(): void;
}

/** The files of this tab's drafts. What the hub has of them is kept with the drafts, all else lives in the page. */
export class Uploads {
  readonly #states = new Map<string, UploadState>();
  #running: string | null = null;
  #stop: Cancel = () => {};

  constructor(private readonly owner: UploadsOwner) {}

  /** How far the file is. */
  stateOf(draft: Draft, { upload, ready }: Attachment): UploadState {
    if (ready) return READY;
    const known = this.#states.get(upload);
    if (known || draft.owner !== this.owner.me) return known ?? WAITING;
    return this.owner.carrier.holds(upload) ? WAITING : LOST;
  }

  /** The line is open: what broke goes on by itself. */
  open(): void {
    for (const [upload, state] of this.#states) if (state.kind === "broken") this.#states.delete(upload);
    this.pump();
  }

  /** Begins with the next file unless one is under way. A draft whose files are gone cannot be sent as it is. */
  pump(): void {
    const lost = this.#own().filter((draft) => draft.trouble !== "refused" && this.#isLost(draft));
    for (const draft of lost) this.owner.outbox.note(draft.id, { trouble: "refused" });
    const next = this.#running ? null : this.#next();
    const token = this.owner.token();
    if (next && token) this.#carry(next, token);
    if (lost.length > 0) this.owner.moved();
  }

  /** Tries the file once more. */
  retry(upload: string): void {
    this.#states.delete(upload);
    this.pump();
  }

  /** The customer does not want to send the file any more. */
  cancel(upload: string): void {
    if (this.#running === upload) this.#end();
    this.#states.delete(upload);
    this.owner.carrier.discard(upload, this.owner.token());
    this.pump();
  }

  /** The message is stored: the page need not hold its files any longer. */
  sent(uploads: readonly string[]): void {
    for (const upload of uploads) {
      this.#states.delete(upload);
      this.owner.carrier.release(upload);
    }
  }

  /** Stops what is under way; it goes on from there when the session starts again. */
  rest(): void {
    this.#end();
  }

  #carry({ upload, bytes }: Attachment, token: string): void {
    this.#running = upload;
    this.#states.set(upload, { kind: "running", sent: 0, total: bytes });
    this.#stop = this.owner.carrier.carry(upload, token, {
      progress: (sent, total) => {
        this.#states.set(upload, { kind: "running", sent, total });
        this.owner.progressed();
      },
      ready: () => {
        this.owner.outbox.noteReady(upload);
        this.#over(upload, READY);
      },
      refused: (code, limit) => {
        const draft = this.#own().find(({ segments }) =>
          filesOf(segments).some((file) => file.upload === upload),
        );
        if (draft) this.owner.outbox.note(draft.id, { trouble: "refused" });
        this.#over(upload, { kind: "refused", code, limit });
      },
      broken: () => this.#over(upload, { kind: "broken" }),
    });
  }

  #over(upload: string, state: UploadState): void {
    this.#states.set(upload, state);
    this.#running = null;
    this.#stop = () => {};
    this.owner.moved();
    this.pump();
  }

  #end(): void {
    this.#stop();
    this.#stop = () => {};
    if (this.#running) this.#states.delete(this.#running);
    this.#running = null;
  }

  /** Files go in the order of their drafts: one that broke holds up those behind it, as its draft does. */
  #next(): Attachment | null {
    for (const draft of this.#own()) {
      if (draft.trouble === "refused") continue;
      const [file] = filesOf(draft.segments).filter(({ ready }) => !ready);
      if (file) return this.stateOf(draft, file).kind === "waiting" ? file : null;
    }
    return null;
  }

  #isLost(draft: Draft): boolean {
    return filesOf(draft.segments).some((file) => this.stateOf(draft, file).kind === "lost");
  }

  #own(): readonly Draft[] {
    return this.owner.outbox.all.filter((draft) => draft.owner === this.owner.me && !draft.stored);
  }
}

/** The files among the segments of a draft. */
export function filesOf(segments: Draft["segments"]): readonly Attachment[] {
  return segments.filter((part): part is Attachment => part.type === "image" || part.type === "file");
}
