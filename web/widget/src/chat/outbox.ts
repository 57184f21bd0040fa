/** Holds what the customer wrote until the hub has it on disk and the stored message is here. */

import { type Place, readPlace } from "./place.ts";
import type { Attachment, OwnSegment } from "./protocol.ts";
import { fields, type Fields, list, number, string, time } from "./values.ts";

const LONGEST_ID = 100;

/** One own message that is not yet shown as a stored one. */
export interface Draft {
  /** The UUID under which it is sent, however often. */
  readonly id: string;
  readonly segments: readonly OwnSegment[];
  /** When it was written, ms since 1970. */
  readonly at: number;
  /** The tab that sends it. */
  readonly owner: string;
  /** Where the hub stored it; null until it said so. */
  readonly stored: Place | null;
  /** `slow`: not at the first try. `refused`: the hub will never take it as it is. */
  readonly trouble: "" | "slow" | "refused";
}

/** Drafts in the order in which they were written. A tab sends and removes only its own. */
export class Outbox {
  #drafts: readonly Draft[] = [];

  constructor(private readonly me: string) {}

  /** All drafts, those of other tabs included. */
  get all(): readonly Draft[] {
    return this.#drafts;
  }

  /** The next one that this tab has to send. */
  get next(): Draft | undefined {
    return this.#drafts.find((draft) => this.#isMine(draft) && !draft.stored && draft.trouble !== "refused");
  }

  /** Adds a message behind the others. */
  add(id: string, segments: readonly OwnSegment[], at: number): void {
    this.#drafts = [...this.#drafts, { id, segments, at, owner: this.me, stored: null, trouble: "" }];
  }

  /** Changes what is known of a draft. */
  note(id: string, change: Partial<Pick<Draft, "stored" | "trouble">>): void {
    this.#drafts = this.#drafts.map((draft) => (draft.id === id ? { ...draft, ...change } : draft));
  }

  /** The hub has the whole of a file. */
  noteReady(upload: string, ready = true): void {
    this.#drafts = this.#drafts.map((draft) => ({
      ...draft,
      segments: draft.segments.map((part) =>
        "upload" in part && part.upload === upload ? { ...part, ready } : part,
      ),
    }));
  }

  /** Takes a file out of a draft; without anything left, the draft goes, else it can be sent. */
  removeFile(id: string, upload: string): void {
    this.#drafts = this.#drafts.flatMap((draft) => {
      if (draft.id !== id) return [draft];
      const segments = draft.segments.filter((part) => !("upload" in part) || part.upload !== upload);
      return segments.length > 0 ? [{ ...draft, segments, owner: this.me, trouble: "" as const }] : [];
    });
  }

  /** Puts a refused draft behind the others, to be sent again under the same id; any other keeps its place. */
  retry(id: string): void {
    const draft = this.#drafts.find((each) => each.id === id);
    if (draft?.trouble !== "refused") return;
    this.#drafts = [
      ...this.#drafts.filter((each) => each !== draft),
      { ...draft, owner: this.me, trouble: "" },
    ];
  }

  /** Drops drafts. */
  drop(ids: ReadonlySet<string>): void {
    this.#drafts = this.#drafts.filter((draft) => !ids.has(draft.id));
  }

  /** Takes over what the store says of other tabs' drafts. */
  takeOthers(stored: readonly Draft[]): void {
    const own = this.#drafts.filter((draft) => this.#isMine(draft));
    const ids = new Set(own.map((draft) => draft.id));
    const others = stored.filter((draft) => !this.#isMine(draft) && !ids.has(draft.id));
    this.#drafts = [...others, ...own];
  }

  /** Makes the drafts of tabs that are gone this tab's own; null: nobody knows, so all of them. */
  adopt(alive: ReadonlySet<string> | null): void {
    this.#drafts = this.#drafts.map((draft) =>
      this.#isMine(draft) || alive?.has(draft.owner) ? draft : { ...draft, owner: this.me },
    );
  }

  #isMine(draft: Draft): boolean {
    return draft.owner === this.me;
  }
}

/** The draft in a kept value; none where a part of it cannot be sent or shown any more. */
export function readDraft(value: unknown): Draft[] {
  const raw = fields(value);
  const id = string(raw?.["id"]);
  const segments = list(raw?.["segments"]);
  const read = segments.flatMap(readOwn);
  if (!raw || !id || id.length > LONGEST_ID || read.length === 0 || read.length < segments.length) return [];
  const { at, owner, stored, trouble } = raw;
  return [
    {
      id,
      segments: read,
      at: time(at),
      owner: string(owner),
      stored: readPlace(stored),
      trouble: trouble === "refused" ? "refused" : "",
    },
  ];
}

function readOwn(value: unknown): OwnSegment[] {
  const raw = fields(value) ?? {};
  const { type, id, label, text } = raw;
  if (type === "text") return typeof text === "string" ? [{ type, text }] : [];
  if (type === "choice") return typeof id === "string" && id ? [{ type, id, label: string(label) }] : [];
  return type === "image" || type === "file" ? readAttachment(type, raw) : [];
}

function readAttachment(type: Attachment["type"], raw: Fields): Attachment[] {
  const { upload, name, mime, bytes, width, height, ready } = raw;
  if (typeof upload !== "string" || !upload || upload.length > LONGEST_ID) return [];
  const size = { bytes: number(bytes, 0), width: number(width, 0), height: number(height, 0) };
  return [{ type, upload, name: string(name), mime: string(mime), ...size, ready: ready === true }];
}
