/** What both sides' pages say to each other through the hub (docs/video.md). */

/** What a page says to connect. */
export type Data =
  | { readonly kind: "offer" | "answer"; readonly sdp: string }
  | {
      readonly kind: "candidate";
      readonly candidate: string;
      readonly mid: string | null;
      readonly index: number | null;
    };

/** For the other side; `round`: to which of their connections it belongs. */
export interface Signal {
  readonly type: "signal";
  readonly call: string;
  readonly round: number;
  readonly data: Data;
}

/** How to connect in a round of a call; comes before the call is told as joined. */
export interface Ice {
  readonly type: "ice";
  readonly call: string;
  readonly servers: readonly {
    readonly urls: readonly string[];
    readonly username: string;
    readonly credential: string;
  }[];
  /** Whether nothing may go past the relay. */
  readonly relay_only: boolean;
}

export type Recorded = "no" | "asked" | "agreed" | "on";

/** A call as the hub tells it. */
export interface CallShown {
  readonly call: string;
  readonly conversation: string;
  readonly state: "invited" | "waiting" | "ringing" | "joined" | "lost" | "ended";
  readonly round: number;
  readonly customer_here: boolean;
  readonly agent_here: boolean;
  readonly agent: string;
  readonly why: string;
  /** `no`: from browser to browser; else through the media server: `asked`, `agreed` to, or `on`. */
  readonly recorded: Recorded;
}

/** Whether the call has to be recorded from now on, with pictures. */
export function isRecorded(call: CallShown | null | undefined): boolean {
  return call?.recorded === "agreed" || call?.recorded === "on";
}

/** A page speaks so often; the hub takes 15 s of silence for a lost line. */
export const PING_MS = 5000;
