"""Gives failed turns another try, as new turns over the same messages (G8)."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.clock import SystemClock
from hub.conversation.close import URGENT
from hub.errors import BadInput, Conflict, NotFound
from hub.messages import NoticeCode
from hub.store import conversations, dead_letters, messages, turns, work
from hub.store.database import Database


async def waiting_letters(database: Database, limit: int) -> list[Any]:
    """Dead letters that were not replayed, oldest first."""
    async with database.read() as connection:
        return await dead_letters.waiting(connection, limit=limit)


async def replay_turn(database: Database, conversation: str, number: int) -> int:
    """Opens a new turn for the messages of a failed one and tells its number.

    Its answer quotes the question, as a late one does. Raises `BadInput`, `NotFound`, `Conflict`.
    """
    key, _, rest = conversation.partition(".")
    if not rest.isdecimal():
        raise BadInput("a conversation id looks like KEY.NUMBER")
    now = SystemClock().now()
    async with database.write() as connection:
        row = await conversations.lock(connection, key, int(rest))
        failed = await turns.one(connection, key, int(rest), number)
        letter = await dead_letters.one(connection, key, int(rest), "turn", number)
        if row is None or failed is None or letter is None or letter.replayed_at is not None:
            raise NotFound("there is no such dead letter that waits")
        if await turns.unfinished(connection, key, int(rest)) is not None:
            raise Conflict("the conversation has an open turn: try again when it is closed")
        again = int(row.last_turn) + 1
        last_seq = await _last_seq(connection, key, int(rest), failed, letter.code)
        await turns.add(
            connection,
            identity_key=key,
            conversation=int(rest),
            turn=again,
            state="late",
            first_seq=failed.first_seq,
            last_seq=last_seq,
            asks=1,
            failures=0,
            correlation_id=failed.correlation_id,
            opened_at=now,
            noticed_at=now,
        )
        await conversations.change(connection, key, int(rest), last_turn=again)
        await dead_letters.mark_replayed(connection, key, int(rest), "turn", number, now)
        await work.schedule(connection, key, int(rest), now)
    return again


async def _last_seq(connection: AsyncConnection, key: str, conversation: int, failed: Any, code: str) -> int:
    """Where the words of a turn end that wait for their answer: what ended it has had its own.

    That was its last message, a wish for a person or what was urgent.
    """
    if code not in (NoticeCode.PERSON_REQUESTED, URGENT):
        return int(failed.last_seq)
    first = failed.first_seq
    limit = failed.last_seq - first + 1
    asked = await messages.incoming(connection, key, conversation, after=first - 1, limit=limit)
    held = [message.seq for message in asked if message.seq < failed.last_seq]
    return held[-1] if held else int(failed.last_seq)
