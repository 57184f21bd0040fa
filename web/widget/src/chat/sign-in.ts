/** Hands the hub a login that the bank signed; it is good for once and for minutes, so none is kept here. */

import type { ClientFrame, Refused } from "./protocol.ts";

/** Who has the logins: the bank's page or its app. */
export interface Logins {
  /** A fresh one is wanted now. */
  wanted(): void;
  /** What became of the one that was handed in: an empty code for taken. */
  ended(code: string): void;
}

/** Asks for a login when the line is open, until the hub took one. */
export class SignIn {
  #inFlight: string | null = null;
  #open = false;
  #done = false;

  constructor(
    private readonly logins: Logins,
    private readonly newId: () => string,
    private readonly send: (frame: ClientFrame) => boolean,
  ) {}

  /** The line is open. */
  open(): void {
    this.#open = true;
    if (!this.#done && this.#inFlight === null) this.logins.wanted();
  }

  /** The line is gone: whether the hub took what was in flight nobody knows, and another one does no harm. */
  cut(): void {
    this.#open = false;
    this.#inFlight = null;
  }

  /** A login, asked for or not; one that comes while there is no line is asked for again. */
  hand(login: string): void {
    this.#done = false;
    if (!this.#open) return;
    const id = this.newId();
    if (this.send({ type: "sign_in", id, login })) this.#inFlight = id;
  }

  /** The hub took it. */
  signedIn(id: string): void {
    if (id === this.#inFlight) this.#end("");
  }

  /** The hub did not take it; false when the frame speaks of something else. */
  refused(frame: Refused): boolean {
    if (frame.id !== this.#inFlight) return false;
    this.#end(frame.code);
    return true;
  }

  /** Not asked for again by itself: what was refused once would be refused again. */
  #end(code: string): void {
    this.#inFlight = null;
    this.#done = true;
    this.logins.ended(code);
  }
}
