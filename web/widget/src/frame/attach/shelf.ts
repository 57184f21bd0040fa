/** Holds the files that were chosen in this page until their messages are stored, and hands them to the uploader. */

import type { Cancel, Carrier, CarrierEvents } from "../../chat/ports.ts";
import type { Attachment } from "../../chat/protocol.ts";

interface Held {
  readonly file: Blob;
  readonly name: string;
  readonly mime: string;
  /** An address in this page's memory, for pictures. */
  readonly preview: string | null;
}

/** The files by the UUID of their upload; what uploads them is loaded with the first one. */
export class Shelf implements Carrier {
  readonly #held = new Map<string, Held>();
  /** Uploads that the hub may know. */
  readonly #begun = new Set<string>();

  constructor(private readonly endpoint: string) {}

  /** Takes a file in. */
  put({ upload, name, mime }: Attachment, file: Blob): void {
    const preview = mime.startsWith("image/") ? URL.createObjectURL(file) : null;
    this.#held.set(upload, { file, name, mime, preview });
  }

  /** Where the picture lies; null for none. */
  previewOf(upload: string): string | null {
    return this.#held.get(upload)?.preview ?? null;
  }

  holds(upload: string): boolean {
    return this.#held.has(upload);
  }

  carry(upload: string, token: string, events: CarrierEvents): Cancel {
    let stopped = false;
    let stop: Cancel = () => {};
    const held = this.#held.get(upload);
    const begun = this.#begun.has(upload);
    this.#begun.add(upload);
    void import("./tus.ts").then(
      ({ carryByTus }) => {
        if (held && !stopped)
          stop = carryByTus({ ...held, upload, token, begun, endpoint: this.endpoint }, events);
      },
      () => !stopped && events.broken(), // no network: the script did not come
    );
    return () => {
      stopped = true;
      stop();
    };
  }

  discard(upload: string, token: string | null): void {
    this.release(upload);
    if (!this.#begun.delete(upload) || token === null) return;
    const headers = { "Tus-Resumable": "1.0.0", Authorization: `Bearer ${token}` };
    fetch(`${this.endpoint}/${upload}`, { method: "DELETE", headers, keepalive: true }).catch(
      (error: unknown) => console.warn("yuanqiao: an upload stays until it expires", error),
    );
  }

  release(upload: string): void {
    const preview = this.previewOf(upload);
    this.#held.delete(upload);
    if (preview) URL.revokeObjectURL(preview);
  }
}
