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

/** What happens to a file on its way. One of `ready`, `refused` and `broken` comes, once and last. */
export interface CarrierEvents {
  /** Bytes. */
  progress(sent: number, total: number): void;
  /** The hub has the whole of it and takes it. */
  ready(): void;
  /** The hub does not take it, whatever is tried; `limit` in bytes, 0 where that was not the reason. */
  refused(code: string, limit: number): void;
  /** All tries failed; the hub keeps what it has. */
  broken(): void;
}

/** Holds the files that were chosen in this page, each under the UUID of its upload, and brings them to the hub. */
export interface Carrier {
  /** Whether this page has the file. */
  holds(upload: string): boolean;
  /** Begins, or goes on where it was broken off; the result stops it, and nothing is heard of it afterwards. */
  carry(upload: string, token: string, events: CarrierEvents): Cancel;
  /** Drops the file, here and at the hub. */
  discard(upload: string, token: string | null): void;
  /** Drops the file here. */
  release(upload: string): void;
}

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
