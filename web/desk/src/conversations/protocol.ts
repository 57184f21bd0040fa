/** The frames of docs/desk-protocol.md, version 1. */

/** Who wrote a message. */
export interface Author {
  readonly kind: "customer" | "bot" | "agent" | "system";
  readonly name: string;
}

/** One part of a message; only what the desk draws is named here. */
export interface Segment {
  readonly type: string;
  readonly text?: string;
  readonly label?: string;
  readonly title?: string;
  readonly prompt?: string;
  readonly url?: string;
  readonly alt?: string;
  /** Of a file. */
  readonly mime?: string;
  readonly bytes?: number;
  readonly options?: readonly { readonly label: string }[];
}

/** A message of a conversation, or a note that customers never see. */
export interface Message {
  readonly conversation: number;
  readonly seq: number;
  /** Of a note. */
  readonly number?: number;
  readonly direction: "in" | "out" | "note";
  /** Of a note: a supervisor wrote it for the agent. */
  readonly whispered?: boolean;
  readonly author: Author;
  readonly segments: readonly Segment[];
  readonly at: string;
  readonly status: "accepted" | "sent" | "delivered" | "read" | "failed";
}

/** One request for a person, as the lists show it. */
export interface TaskShown {
  readonly task: string;
  readonly state: "offered" | "assigned" | "on_hold" | "wrapping" | "consulting";
  /** Who asks, where one is asked to look at somebody else's conversation. */
  readonly asked_by?: string;
  /** The colleague who was asked about one's own. */
  readonly consulted?: string;
  /** The queue that it came through. */
  readonly queue?: string;
  readonly why?: Why;
  /** When a held conversation is shown again; null for when the customer speaks. */
  readonly wakes_at?: string | null;
  readonly channel: string;
  /** What customer and agent talk through just now. */
  readonly medium: "chat" | "video";
  /** The beginning of the customer's key: a name that says nothing of them. */
  readonly customer: string;
  readonly reason: string;
  readonly urgent: boolean;
  /** ISO times. */
  readonly since: string;
  readonly last_at: string;
  readonly last_text: string;
  readonly unread: number;
  /** Since when the customer waits for a person's words; null where they do not. */
  readonly unanswered_since: string | null;
  readonly answer_within_s: number;
}

/** Why this agent, and what the wait was made of; other agents are told by number. */
export interface Why {
  readonly rule: string;
  readonly queue?: string;
  readonly idle_s: number;
  readonly able: number;
  /** How many could not have had it, by reason. */
  readonly removed?: Readonly<Record<string, number>>;
  readonly waited_s?: number;
  readonly failed_offers?: number;
}

/** Where a conversation can be sent. */
export interface Targets {
  readonly type: "targets";
  readonly queues: readonly { readonly id: string; readonly name: string; readonly name_en: string }[];
  readonly agents: readonly { readonly id: string; readonly name: string; readonly status: string }[];
  readonly skills: readonly string[];
  readonly colleagues: readonly Colleague[];
}

/** One offer; it ends by itself. */
export interface Offer {
  readonly reservation: string;
  readonly task: TaskShown;
  /** Seconds from when the frame was written. */
  readonly expires_in_s: number;
  readonly why: Why;
}

/** What goes along with a conversation that is handed over. */
export interface Handover {
  readonly reason: string;
  readonly summary: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** A message that is sent later; `why`: the reason where it was not sent. */
export interface LaterShown {
  readonly later: string;
  readonly task: string;
  readonly customer: string;
  readonly text: string;
  /** An ISO time. */
  readonly at: string;
  readonly why: string;
}

/** A note in which the agent is named. */
export interface MentionShown {
  readonly note: string;
  readonly customer: string;
  readonly conversation: string;
  readonly by: string;
  readonly text: string;
  readonly at: string;
}

/** Somebody who can be named in a note. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
}

/** The agent's own state and all that concerns them now. */
export interface State {
  readonly type: "state";
  readonly status: string;
  readonly next_status: string | null;
  readonly statuses: readonly string[];
  readonly offers: readonly Offer[];
  readonly tasks: readonly TaskShown[];
  readonly waiting: number;
  readonly longest_s: number;
  readonly dispositions: readonly string[];
  readonly later: readonly LaterShown[];
  readonly mentions: readonly MentionShown[];
}

/** What to say where a customer says something; the bank's own words. */
export interface Hint {
  readonly product: string;
  readonly say: string;
}

/** How many messages may still go to this customer, and until when. */
export interface Quota {
  readonly left: number;
  readonly until: string | null;
}

/** A conversation that was opened. */
export interface Opened {
  readonly type: "conversation";
  readonly task: string;
  readonly handover: Handover;
  readonly messages: readonly Message[];
  readonly hints: readonly Hint[];
  /** Null where the channel is free. */
  readonly quota: Quota | null;
}

/** One thing that keeps a message back; `say`: what to say instead, or as well. */
export interface Finding {
  readonly kind: "forbidden" | "must_say" | "private_id" | "link" | "qr_code";
  readonly words: string;
  readonly product: string;
  readonly why: string;
  readonly say: string;
}

/** The hub did not do what was wished; `found`: which words were the reason. */
export interface Refused {
  readonly type: "refused";
  readonly id: string;
  readonly code: string;
  readonly detail: string;
  readonly found?: readonly Finding[];
}

/** Every frame of the hub. */
export type HubFrame =
  | State
  | Opened
  | { readonly type: "done"; readonly id: string }
  | Refused
  | { readonly type: "typing"; readonly task: string }
  | Targets
  | { readonly type: "pong" };

/** One of the three. */
export type Target = { readonly agent: string } | { readonly queue: string } | { readonly skill: string };

/** Every frame of the desk that wants an answer; `id` tells repeats apart. */
export type Wish =
  | { readonly type: "status"; readonly status: string }
  | { readonly type: "accept"; readonly reservation: string }
  | { readonly type: "decline"; readonly reservation: string; readonly reason: string }
  | { readonly type: "open"; readonly task: string }
  | { readonly type: "say"; readonly task: string; readonly text: string }
  | { readonly type: "send_file"; readonly task: string; readonly media: string }
  | {
      readonly type: "note";
      readonly task: string;
      readonly text: string;
      readonly named: readonly string[];
    }
  | { readonly type: "see_mention"; readonly note: string }
  | { readonly type: "say_later"; readonly task: string; readonly text: string; readonly at: string }
  | { readonly type: "change_later"; readonly later: string; readonly text: string; readonly at: string }
  | { readonly type: "call_off_later"; readonly later: string }
  | { readonly type: "targets" }
  | ({ readonly type: "transfer"; readonly task: string; readonly note: string } & Target)
  | { readonly type: "hold"; readonly task: string; readonly for_s?: number }
  | { readonly type: "resume"; readonly task: string }
  | {
      readonly type: "agree";
      readonly task: string;
      /** An ISO time. */
      readonly at: string;
      readonly by: "phone" | "here";
      readonly note: string;
    }
  | { readonly type: "consult"; readonly task: string; readonly agent: string; readonly note: string }
  | { readonly type: "end_consult" | "give_consulted"; readonly task: string }
  | { readonly type: "end"; readonly task: string }
  | {
      readonly type: "complete";
      readonly task: string;
      readonly disposition: string;
      readonly summary: string;
    };

/** Signs that nobody answers: the desk is there, the agent types. */
export type Sign = { readonly type: "ping" } | { readonly type: "typing"; readonly task: string };
