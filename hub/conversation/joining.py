"""Which messages are a turn's: what came meanwhile joins it, what is asked by itself is the next one's."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.conversation.begin import MESSAGES_LIMIT, room_to_join
from hub.conversation.together import following, taken_in
from hub.conversation.triage import Triage
from hub.conversation.turn import Turn
from hub.errors import LostLease
from hub.messages import Message
from hub.store import conversations, messages, turns, work


async def check_lease(connection: AsyncConnection, turn: Turn) -> Any:
    """The conversation's row, locked; raises `LostLease` when another worker has the conversation.

    Conversation first, work second, everywhere: that order keeps PostgreSQL free of deadlocks.
    """
    row = await conversations.lock(connection, turn.identity, turn.conversation)
    if row is None or not await work.holds(connection, turn.lease):
        raise LostLease("another worker has this conversation", conversation=turn.conversation_id)
    return row


async def do_take_in(connection: AsyncConnection, turn: Turn, triage: Triage) -> Turn:
    """The turn with what came while the bot could not answer: words, a wish for a person, what is urgent.

    The last two need not wait for the bot (docs/decisions/0004); what joins here costs no ask.
    """
    row = await check_lease(connection, turn)
    room = _room(turn, row)
    waiting = (await behind(connection, turn, row, turn.last_seq))[:room] if room else []
    more = await taken_in(connection, turn.messages, waiting, triage)
    return await _joined(connection, turn, more, asks=turn.asks) if more else turn


async def join(connection: AsyncConnection, turn: Turn, row: Any) -> Turn | None:
    """The turn with the words that came meanwhile and are asked together with its own; None without any."""
    room = _room(turn, row)
    waiting = (await behind(connection, turn, row, turn.last_seq))[:room] if room else []
    more = following(turn.messages, waiting)
    return await _joined(connection, turn, more, asks=turn.asks + 1) if more else None


def _room(turn: Turn, row: Any) -> int:
    return room_to_join(row, last_seq=turn.last_seq, held=len(turn.messages))


async def _joined(connection: AsyncConnection, turn: Turn, more: Sequence[Message], *, asks: int) -> Turn:
    key, number = turn.identity, turn.conversation
    await turns.change(connection, key, number, turn.number, last_seq=more[-1].seq, asks=asks)
    await conversations.change(connection, key, number, covered_seq=more[-1].seq)
    return replace(turn, messages=(*turn.messages, *more), asks=asks)


async def up_to(connection: AsyncConnection, turn: Turn, row: Any, count: int) -> tuple[Turn, int]:
    """The turn with the first of its messages alone, and up to where the conversation is covered then.

    The others are the next turn's. A replayed turn keeps all: what stands behind it is answered already.
    """
    if turn.replayed or count >= len(turn.messages):
        return turn, int(row.covered_seq)
    kept = replace(turn, messages=turn.messages[:count])
    await turns.change(connection, turn.identity, turn.conversation, turn.number, last_seq=kept.last_seq)
    await conversations.change(connection, turn.identity, turn.conversation, covered_seq=kept.last_seq)
    return kept, kept.last_seq


async def behind(connection: AsyncConnection, turn: Turn, row: Any, seq: int) -> list[Message]:
    """What the customer wrote behind a number, in a conversation that is locked and so stands still."""
    if row.last_seq <= seq:
        return []
    return await messages.incoming(
        connection, turn.identity, turn.conversation, after=seq, limit=MESSAGES_LIMIT
    )
