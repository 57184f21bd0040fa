/** The frames of the supervisors' socket (docs/supervision.md). */

import type { Handover, Message } from "../conversations/protocol.ts";

/** Requests for a person of one day; `share`: the service level from 0 to 1, null where nothing is known. */
export interface Level {
  readonly asked: number;
  readonly taken: number;
  readonly given_up: number;
  readonly in_time: number;
  readonly known: number;
  readonly share: number | null;
}

/** A queue at this moment. */
export interface QueueNow {
  readonly queue: string;
  readonly name: string;
  readonly name_en: string;
  readonly waiting: number;
  readonly waiting_since: string | null;
  readonly target_s: number;
  readonly today: Level;
}

/** An agent at this moment; `silent`: their desk is not heard; `load`: of their room, from 0 to 1. */
export interface AgentNow {
  readonly agent: string;
  readonly name: string;
  readonly status: string;
  readonly next_status: string | null;
  readonly silent: boolean;
  readonly load: number;
  readonly serves: number;
  readonly wraps_up: number;
}

/** A request that waits for a person. */
export interface WaitingNow {
  readonly task: string;
  readonly customer: string;
  readonly channel: string;
  readonly queue: string;
  readonly urgent: boolean;
  readonly since: string;
}

/** A conversation that an agent has in hand. */
export interface ConversationNow extends WaitingNow {
  readonly agent: string;
  readonly name: string;
  readonly state: string;
  /** Whether the agent has said anything yet. */
  readonly replied: boolean;
  readonly hand_since: string | null;
  /** The names of who takes part beside the agent. */
  readonly participants: readonly string[];
}

/** Something that somebody has to look at; `mine`: I am one of those who were told. */
export interface AlarmNow {
  readonly alarm: string;
  readonly kind: string;
  readonly about: string;
  /** The agent's name; empty for a queue. */
  readonly agent: string;
  readonly reason: Readonly<Record<string, number>>;
  readonly addressees: readonly string[];
  readonly mine: boolean;
  readonly since: string;
  readonly taken_by: string | null;
}

/** All that a supervisor sees of the house. */
export interface Board {
  readonly type: "board";
  readonly at: string;
  readonly queues: readonly QueueNow[];
  readonly whole: Level;
  readonly occupancy: number | null;
  readonly agents: readonly AgentNow[];
  readonly conversations: readonly ConversationNow[];
  readonly waiting: readonly WaitingNow[];
  readonly alarms: readonly AlarmNow[];
}

/** A conversation that is read along; `agent`: whose it is, null while it waits. */
export interface Watched {
  readonly type: "conversation";
  readonly task: string;
  readonly agent: string | null;
  /** Whether I take part, and the names of all who do beside the agent. */
  readonly takes_part: boolean;
  readonly participants: readonly string[];
  readonly handover: Handover;
  readonly messages: readonly Message[];
}

/** Every frame of the hub. */
export type HubFrame =
  | Board
  | Watched
  | { readonly type: "refused"; readonly task: string; readonly code: string }
  | { readonly type: "pong" };

/** A share from 0 to 1 in whole percent. */
export function percent(share: number | null): string {
  return share === null ? "–" : `${Math.round(share * 100)}%`;
}
