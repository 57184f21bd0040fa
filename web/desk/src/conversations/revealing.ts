/** Messages that an agent has looked at as they were written; who looked stands in the audit. */

import type { Api } from "../staff/api.ts";
import { placeOf } from "./log.ts";
import type { Message } from "./protocol.ts";

export type Revealed = ReadonlyMap<string, readonly string[]>;

/** `shown` with the message's own words besides; throws `ApiError`. */
export async function reveal(api: Api, task: string, message: Message, shown: Revealed): Promise<Revealed> {
  const { conversation, seq } = message;
  const told = await api.call<{ texts: string[] }>("POST", `/staff/tasks/${task}/reveal`, {
    conversation,
    seq,
  });
  return new Map(shown).set(placeOf(message), told.texts);
}
