/** Sends the outbox: one message at a time, so that order holds, and each until it is acknowledged. */

import type { Draft, Outbox } from "./outbox.ts";
import type { Clock } from "./ports.ts";
import type { Ack, ClientFrame, OwnSegment, Refused, SentSegment } from "./protocol.ts";
import { type Parcel, StopAndWait } from "./stop-and-wait.ts";

const FINAL = new Set(["bad_input", "too_large"]);

/** Sends drafts while the line is open; `changed` is called whenever a draft's state moved. */
export class Sender {
  readonly #flow: StopAndWait;

  constructor(
    private readonly outbox: Outbox,
    clock: Clock,
    send: (frame: ClientFrame) => boolean,
    private readonly changed: () => void,
  ) {
    this.#flow = new StopAndWait(
      clock,
      send,
      () => this.#next(),
      (id) => this.#slow(id),
    );
  }

  /** The line is open and what was stored is known. */
  open(): void {
    this.#flow.open();
  }

  /** The line is gone: what was in flight will be sent again. */
  cut(): void {
    this.#flow.cut();
  }

  /** Sends the next draft unless one is in flight. */
  pump(): void {
    this.#flow.pump();
  }

  /** The hub has it on disk. */
  acked(ack: Ack): void {
    this.outbox.note(ack.id, { stored: { conversation: ack.conversation, seq: ack.seq }, trouble: "" });
    this.done(ack.id);
  }

  /** The hub did not take it: later again, or never as it is. Codes nobody knows count as final. */
  refused(frame: Refused): void {
    if (this.#flow.postponed(frame)) return;
    if (!FINAL.has(frame.code)) console.warn(`yuanqiao: refused with the unknown code ${frame.code}`);
    this.outbox.note(frame.id, { trouble: "refused" });
    this.done(frame.id);
  }

  /** The hub did not understand a frame: if one was in flight, sending it again would never end. */
  notUnderstood(): void {
    if (this.#flow.inFlight) this.outbox.note(this.#flow.inFlight, { trouble: "refused" });
  }

  /** The draft needs no answer any more. */
  done(id: string): void {
    this.changed();
    this.#flow.done(id);
  }

  /** A draft whose files are still on their way keeps its place: those behind it wait with it. */
  #next(): Parcel | null {
    const draft = this.outbox.next;
    if (!draft || !isComplete(draft)) return null;
    return { id: draft.id, frame: { type: "send", id: draft.id, segments: draft.segments.map(sentOf) } };
  }

  #slow(id: string): void {
    this.outbox.note(id, { trouble: "slow" });
    this.changed();
  }
}

function isComplete({ segments }: Draft): boolean {
  return segments.every((part) => !("upload" in part) || part.ready);
}

function sentOf(part: OwnSegment): SentSegment {
  return "upload" in part ? { type: part.type, upload: part.upload } : part;
}
