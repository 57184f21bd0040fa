/** Reads the hub's frames. Fields are checked one by one; what this client does not know is passed over. */

import type { Place } from "./place.ts";
import type { Author, HubFrame, Message, UploadRules } from "./protocol.ts";
import { readSegment } from "./segments.ts";
import { fields, type Fields, isCount, isOrdinal, list, number, parseJson, string } from "./values.ts";

const MOST_HOT = 6;
const MOST_SUGGESTED = 5;
const AUTHORS = new Set(["customer", "bot", "agent", "system"]);

/** The frame in a text, or null when it is none that this client knows. */
export function parseFrame(text: string): HubFrame | null {
  const value = fields(parseJson(text));
  return value && readFrame(value);
}

/** A message of the hub, or null when it has no place or no author. */
function readMessage(value: unknown): Message | null {
  const raw = fields(value);
  const author = raw && readAuthor(raw["author"]);
  if (!raw || !author || !isOrdinal(raw["conversation"]) || !isOrdinal(raw["seq"])) return null;
  if (raw["direction"] !== "in" && raw["direction"] !== "out") return null;
  return {
    conversation: raw["conversation"],
    seq: raw["seq"],
    direction: raw["direction"],
    author,
    segments: list(raw["segments"]).map(readSegment),
    at: string(raw["at"]),
    client_id: typeof raw["client_id"] === "string" ? raw["client_id"] : null,
  };
}

function readFrame(raw: Fields): HubFrame | null {
  switch (raw["type"]) {
    case "welcome":
      return readWelcome(raw);
    case "message": {
      const message = readMessage(raw["message"]);
      return message && { type: "message", message };
    }
    case "skipped": {
      const [place] = readSkipped(raw);
      return place ? { type: "skipped", ...place } : null;
    }
    case "caught_up":
      return { type: "caught_up", more_before: raw["more_before"] === true };
    case "older":
      return {
        type: "older",
        messages: messages(raw["messages"]),
        skipped: list(raw["messages"]).flatMap(readSkipped),
        more: raw["more"] === true,
      };
    case "ack":
      if (!isCount(raw["conversation"]) || !isCount(raw["seq"])) return null;
      return { type: "ack", id: string(raw["id"]), conversation: raw["conversation"], seq: raw["seq"] };
    case "refused": {
      const { id, code, retry_after_s: wait } = raw;
      return { type: "refused", id: string(id), code: string(code), retry_after_s: number(wait, 1) };
    }
    case "event": {
      const { event, conversation, seq } = raw;
      return {
        type: "event",
        event: string(event),
        conversation: number(conversation, 0),
        seq: number(seq, 0),
      };
    }
    case "rated":
      return { type: "rated", id: string(raw["id"]) };
    case "signed_in":
      return { type: "signed_in", id: string(raw["id"]) };
    case "suggestions":
      return {
        type: "suggestions",
        id: number(raw["id"], 0),
        questions: questions(raw["questions"], MOST_SUGGESTED),
      };
    case "pong":
      return { type: "pong" };
    default:
      return null;
  }
}

function readWelcome(raw: Fields): HubFrame | null {
  if (typeof raw["token"] !== "string") return null;
  const bank = fields(raw["bank"]) ?? {};
  return {
    type: "welcome",
    token: raw["token"],
    resume: raw["resume"] === true,
    heartbeat_s: number(raw["heartbeat_s"], 20),
    text_limit: number(raw["text_limit"], 2000),
    bank: { name: string(bank["name"]), hotline: string(bank["hotline"]), colour: string(bank["colour"]) },
    hot: questions(raw["hot"], MOST_HOT),
    uploads: readUploadRules(raw["uploads"]),
    closed: number(raw["closed"], 0),
  };
}

function readUploadRules(value: unknown): UploadRules | null {
  const raw = fields(value);
  const types = list(raw?.["types"]).filter((type): type is string => typeof type === "string");
  return raw && isCount(raw["bytes"]) && types.length > 0 ? { bytes: raw["bytes"], types } : null;
}

/** The place of something that is not shown, live or among the messages of a page; none for anything else. */
function readSkipped(value: unknown): Place[] {
  const raw = fields(value);
  if (raw?.["type"] !== "skipped" || !isCount(raw["conversation"]) || !isCount(raw["seq"])) return [];
  return [{ conversation: raw["conversation"], seq: raw["seq"] }];
}

function readAuthor(value: unknown): Author | null {
  const raw = fields(value);
  if (!raw || typeof raw["kind"] !== "string" || !AUTHORS.has(raw["kind"])) return null;
  return { kind: raw["kind"] as Author["kind"], name: string(raw["name"]) };
}

/** The messages among the values of a list. */
export function messages(value: unknown): Message[] {
  return list(value).flatMap((item) => readMessage(item) ?? []);
}

function questions(value: unknown, most: number): readonly string[] {
  const words = list(value).filter((item): item is string => typeof item === "string" && item.trim() !== "");
  return [...new Set(words)].slice(0, most);
}
