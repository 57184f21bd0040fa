/** Holds what the customer has chosen and not sent yet: by the button, out of the clipboard, or dropped on the chat. */

import { newId } from "../../chat/ids.ts";
import type { Attachment, UploadRules } from "../../chat/protocol.ts";
import { MOST_FILES, mimeOf } from "./kinds.ts";
import { prepare } from "./prepare.ts";
import type { Shelf } from "./shelf.ts";

/** One chosen file. `code` says why it cannot be sent; empty for ready ones and those that are being prepared. */
export interface Chosen extends Attachment {
  readonly preparing: boolean;
  readonly code: string;
}

/** The chosen files in the order in which they came; `changed` is called after each change. */
export class Choosing {
  #chosen: readonly Chosen[] = [];
  /** More were chosen than one message takes. */
  tooMany = false;

  constructor(private readonly changed: () => void) {}

  /** All of them. */
  get chosen(): readonly Chosen[] {
    return this.#chosen;
  }

  /** How many can be sent now; null while one is still being prepared. */
  get ready(): number | null {
    if (this.#chosen.some(({ preparing }) => preparing)) return null;
    return this.#chosen.filter(({ code }) => code === "").length;
  }

  /** Takes files in as far as there is room, and prepares them. */
  async add(files: readonly File[], rules: UploadRules, shelf: Shelf): Promise<void> {
    const room = MOST_FILES - this.#chosen.length;
    this.tooMany = files.length > room;
    await Promise.all(files.slice(0, room).map((file) => this.#prepare(file, rules, shelf)));
  }

  /** The customer thought better of one. */
  remove(upload: string): void {
    this.#chosen = this.#chosen.filter((file) => file.upload !== upload);
    this.tooMany = false;
    this.changed();
  }

  /** Hands over what can be sent; the rest is put away. */
  take(): readonly Attachment[] {
    const good = this.#chosen.filter(({ code }) => code === "");
    this.#chosen = [];
    this.tooMany = false;
    this.changed();
    return good.map(({ preparing: _preparing, code: _code, ...file }) => file);
  }

  async #prepare(file: File, rules: UploadRules, shelf: Shelf): Promise<void> {
    const mime = mimeOf(file);
    const upload = newId();
    const type = mime.startsWith("image/") ? "image" : "file";
    const { name, size: bytes } = file;
    const blank = { type, upload, name, mime, bytes, width: 0, height: 0, ready: false } as const;
    this.#chosen = [...this.#chosen, { ...blank, preparing: true, code: "" }];
    this.changed();
    const outcome = await prepare(file, rules);
    if (!this.#chosen.some((each) => each.upload === upload)) return; // removed meanwhile
    if ("code" in outcome) return this.#note({ ...blank, preparing: false, code: outcome.code });
    const { file: blob, ...made } = outcome.prepared;
    const chosen = { ...blank, ...made, bytes: blob.size, preparing: false, code: "" };
    shelf.put(chosen, blob);
    this.#note(chosen);
  }

  #note(chosen: Chosen): void {
    this.#chosen = this.#chosen.map((each) => (each.upload === chosen.upload ? chosen : each));
    this.changed();
  }
}
