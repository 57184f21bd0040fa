/** The page's line to the simulator: asks what is new, again and again, and says what the customer does. */

const KEY = "yuanqiao.phone";
const AGAIN_MS = 1500;

/** The number of this browser's phone, made at the first visit. */
export function phoneId() {
  let id = localStorage.getItem(KEY);
  if (id === null) {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    id = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    localStorage.setItem(KEY, id);
  }
  return id;
}

export class Line {
  /** @param {(state: any) => void} onNews what is new, and the state of all else */
  constructor(onNews) {
    this.address = `phone/${phoneId()}`;
    this.onNews = onNews;
    this.after = 0;
    this.revision = -1;
  }

  /** Has the phone's owner known to the demo bank, where there is one. */
  async meetBank() {
    await fetch(`/bank/phone/${phoneId()}`, { method: "POST" }).catch(() => undefined);
  }

  /** Asks for ever; a simulator that is away is asked again. */
  async run() {
    void this.meetBank();
    for (;;) {
      try {
        const answer = await fetch(`${this.address}?after=${this.after}&revision=${this.revision}`);
        if (!answer.ok) throw new Error(String(answer.status));
        const state = await answer.json();
        // A simulator that began anew knows nothing of before.
        if (state.revision < this.revision && this.after > 0 && state.entries.length === 0) location.reload();
        this.after += state.entries.length;
        // As long as more may wait, what is there is not waited for.
        this.revision = state.entries.length > 0 ? -1 : state.revision;
        this.onNews(state);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  /** @param {Record<string, unknown>} what */
  async act(what) {
    const answer = await fetch(this.address, { method: "POST", body: JSON.stringify(what) });
    return answer.ok;
  }

  /** @param {Blob} file */
  async sendFile(file) {
    const answer = await fetch(`${this.address}/file`, { method: "POST", body: file });
    return answer.ok;
  }
}
