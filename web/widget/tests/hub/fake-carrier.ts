/** Carries files by hand: a test says what becomes of the one that is under way. */

import type { Cancel, Carrier, CarrierEvents } from "../../src/chat/ports.ts";
import type { Attachment } from "../../src/chat/protocol.ts";

/** The files of one tab, and what was asked for. */
export class FakeCarrier implements Carrier {
  readonly files = new Set<string>();
  /** Every beginning, the first one in front. */
  readonly begun: string[] = [];
  readonly discarded: string[] = [];
  /** What is under way; null for nothing. */
  under: { readonly upload: string; readonly token: string; readonly events: CarrierEvents } | null = null;

  /** A file as if it had been chosen. */
  choose(upload: string): Attachment {
    this.files.add(upload);
    return {
      type: "image",
      upload,
      name: `${upload}.png`,
      mime: "image/png",
      bytes: 100,
      width: 4,
      height: 3,
      ready: false,
    };
  }

  holds(upload: string): boolean {
    return this.files.has(upload);
  }

  carry(upload: string, token: string, events: CarrierEvents): Cancel {
    if (this.under) throw new Error("two files at a time");
    this.begun.push(upload);
    const under = { upload, token, events };
    this.under = under;
    return () => {
      if (this.under === under) this.under = null;
    };
  }

  discard(upload: string): void {
    this.discarded.push(upload);
    this.files.delete(upload);
  }

  release(upload: string): void {
    this.files.delete(upload);
  }

  /** The file under way ends so. */
  end(how: (events: CarrierEvents) => void): void {
    const { under } = this;
    if (!under) throw new Error("nothing is under way");
    this.under = null;
    how(under.events);
  }
}
