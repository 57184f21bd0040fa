/** What the chat's core needs from outside: time, sockets, chance and a place to keep things. */

/** Stops a timer; harmless when it already fired. */
export type Cancel = () => void;

/** Tells the time (ms since 1970) and calls back later. */
export interface Clock {
  now(): number;
  after(ms: number, call: () => void): Cancel;
}

/** One open line to the hub. */
export interface Line {
  send(text: string): void;
  /** Ends the line; no callback comes afterwards. */
  hangUp(): void;
}

/** What happens on a line. `closed` comes once and last. */
export interface LineEvents {
  opened(): void;
  text(data: string): void;
  closed(code: number): void;
}

/** Opens a line to the hub. */
export type Dial = (events: LineEvents) => Line;

/** A number in [0, 1). */
export type Chance = () => number;

/** One named slot of text that outlives the page. Neither call may throw. */
export interface Slot {
  read(): string | null;
  /** False when nothing was written (no storage, or it is full). */
  write(text: string): boolean;
}

/** What the tabs of one browser know of each other. */
export interface Tabs {
  /** The name of this tab. */
  readonly me: string;
  /** The tabs that are open now, this one included; null when that cannot be known. */
  alive(): Promise<ReadonlySet<string> | null>;
  /** Waits until no other tab holds the name; the result gives it back. */
  hold(name: string): Promise<Cancel>;
}
