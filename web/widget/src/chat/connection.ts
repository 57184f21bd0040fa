/** Keeps one line to the hub: dials, greets, listens, notices silence, comes again. */

import { backoff } from "./backoff.ts";
import { parseFrame } from "./parse.ts";
import type { Cancel, Chance, Clock, Dial, Line } from "./ports.ts";
import { CLOSE, type ClientFrame, type Hello, type HubFrame, type Welcome } from "./protocol.ts";
import { pauseOf } from "./stop-and-wait.ts";
import { wellFormed } from "@yuanqiao/shared/components/well-formed.ts";

/** `barred`: the hub said that this page may not embed the chat; nothing more is tried. */
export type Phase = "idle" | "connecting" | "greeting" | "online" | "waiting" | "barred";

/** Who uses the connection. */
export interface ConnectionOwner {
  /** Makes the first frame; may wait for another tab. */
  hello(): Promise<Hello>;
  welcomed(frame: Welcome): void;
  heard(frame: HubFrame): void;
  /** The line is gone; comes before the next `hello`. */
  cut(code: number): void;
  phaseChanged(): void;
  /** The hub takes no new chat for so many milliseconds; comes behind `cut`. */
  turnedAway(waitMs: number): void;
  /** Once per heartbeat while online. */
  beat(): void;
}

const ANSWER_MS = 10_000; // from dialling to `welcome`, and from a ping to any frame
const MOST_PATIENCE = 8; // times as much: on a slow line one long frame keeps all others waiting
const STABLE_MS = 5_000; // online for so long: earlier failures are forgotten

/** The state machine of docs/webchat-protocol.md: idle → connecting → greeting → online → waiting → … */
export class Connection {
  phase: Phase = "idle";
  #line: Line | null = null;
  #round = 0;
  #failures = 0;
  #heardSincePing = true;
  #patience = 1;
  /** For how long the hub turned this client away, ms; null where it did not. */
  #awayMs: number | null = null;
  #notBefore = 0;
  #watch: Cancel = () => {};
  #beat: Cancel = () => {};
  #stable: Cancel = () => {};

  constructor(
    private readonly dial: Dial,
    private readonly clock: Clock,
    private readonly chance: Chance,
    private readonly owner: ConnectionOwner,
  ) {}

  /** Starts, or tries at once when it was waiting, unless the hub asked it to wait. Does nothing where barred. */
  start(): void {
    if (this.phase === "waiting" && this.clock.now() < this.#notBefore) return;
    if (this.phase === "idle" || this.phase === "waiting") void this.#connect();
  }

  /** Hangs up and stays silent until `start`. */
  stop(): void {
    this.#end();
    this.#enter("idle");
  }

  /** Sends a frame; false when nobody is there to take it. */
  send(frame: ClientFrame): boolean {
    if (this.phase !== "online" || !this.#line) return false;
    this.#line.send(written(frame));
    return true;
  }

  /** Finds out soon whether the line still lives: after a sleep, or when the network changed. */
  probe(): void {
    if (this.phase === "online") this.#ping();
    else this.start();
  }

  /** Ends the line and comes again: something on it cannot be trusted. */
  restart(code: number = CLOSE.abnormal): void {
    if (this.#line) this.#lost(code);
  }

  async #connect(): Promise<void> {
    this.#end();
    const round = this.#round;
    this.#enter("connecting");
    const hello = await this.owner.hello();
    if (round !== this.#round) return;
    this.#watch = this.clock.after(ANSWER_MS * this.#patience, () => this.#silent());
    this.#line = this.dial({
      opened: () => this.#greet(hello),
      text: (data) => this.#hear(data),
      closed: (code) => this.#lost(code),
    });
  }

  #greet(hello: Hello): void {
    this.#enter("greeting");
    this.#line?.send(written(hello));
  }

  #hear(data: string): void {
    this.#heardSincePing = true;
    const frame = parseFrame(data);
    if (!frame) return; // a kind of frame that this client is too old for
    if (frame.type === "welcome") this.#welcome(frame);
    else if (this.phase === "online") this.owner.heard(frame);
    else if (frame.type === "refused") this.#awayMs = pauseOf(frame.retry_after_s);
  }

  #welcome(frame: Welcome): void {
    if (this.phase !== "greeting") return;
    this.#watch();
    this.#stable = this.clock.after(STABLE_MS, () => (this.#failures = 0));
    this.#keepBeating(Math.max(1, frame.heartbeat_s) * 1000);
    this.phase = "online";
    this.owner.welcomed(frame);
    this.owner.phaseChanged();
  }

  #keepBeating(everyMs: number): void {
    this.#beat = this.clock.after(everyMs, () => {
      this.#keepBeating(everyMs);
      this.#ping();
      this.owner.beat();
    });
  }

  #ping(): void {
    if (!this.send({ type: "ping" })) return;
    this.#watch();
    this.#heardSincePing = false;
    this.#watch = this.clock.after(ANSWER_MS * this.#patience, () => {
      if (this.#heardSincePing) this.#patience = 1;
      else this.#silent();
    });
  }

  /** Nothing was heard in time. The line may be dead, or slow: the next one gets twice the time. */
  #silent(): void {
    this.#patience = Math.min(2 * this.#patience, MOST_PATIENCE);
    this.#lost(CLOSE.abnormal);
  }

  #lost(code: number): void {
    this.#end();
    this.#failures += 1;
    this.owner.cut(code);
    if (code === CLOSE.notAllowedHere) return this.#enter("barred");
    const awayMs = this.#awayMs;
    this.#awayMs = null;
    this.#notBefore = awayMs === null ? 0 : this.clock.now() + awayMs;
    const pauseMs = awayMs ?? backoff(this.#failures, code, this.chance);
    this.#watch = this.clock.after(pauseMs, () => void this.#connect());
    if (awayMs !== null) this.owner.turnedAway(awayMs);
    this.#enter("waiting");
  }

  #end(): void {
    this.#round += 1;
    for (const cancel of [this.#watch, this.#beat, this.#stable]) cancel();
    this.#line?.hangUp();
    this.#line = null;
  }

  #enter(phase: Phase): void {
    this.phase = phase;
    this.owner.phaseChanged();
  }
}

/** The frame as text. The hub closes on halves of characters, which a field holds while one is being typed. */
function written(frame: ClientFrame): string {
  return JSON.stringify(frame, (_, value: unknown) =>
    typeof value === "string" ? wellFormed(value) : value,
  );
}
