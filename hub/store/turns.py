"""Queries on turns."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import LostLease
from hub.store.once import once
from hub.store.schema import turn

UNFINISHED = ("open", "late")

_OF_CONVERSATION = (turn.c.identity_key == bindparam("key")) & (
    turn.c.conversation == bindparam("conversation_number")
)
_THIS = _OF_CONVERSATION & (turn.c.turn == bindparam("number"))
_UNFINISHED = or_(*(turn.c.state == each for each in UNFINISHED))
_LAST_UNFINISHED = once(
    select(turn).where(_OF_CONVERSATION, _UNFINISHED).order_by(turn.c.turn.desc()).limit(1)
)
_ONE = once(select(turn).where(_THIS))
_ADD = once(insert(turn))


async def unfinished(connection: AsyncConnection, key: str, conversation: int) -> Any | None:
    """The turn of a conversation that still waits for its answer; there is one at most."""
    of = {"key": key, "conversation_number": conversation}
    return (await connection.execute(_LAST_UNFINISHED, of)).one_or_none()


async def add(connection: AsyncConnection, **values: Any) -> None:
    """Inserts a turn."""
    await connection.execute(_ADD, values)


async def change(
    connection: AsyncConnection, key: str, conversation: int, number: int, **values: Any
) -> None:
    """Writes columns of a turn that still waits for its answer; raises `LostLease` when it has ended.

    A lease alone does not tell: its row goes when there is nothing to do and begins anew with the next
    message, so the turn itself is a second fence.
    """
    this = {"key": key, "conversation_number": conversation, "number": number}
    new = {f"new_{column}": value for column, value in values.items()}
    result = await connection.execute(_change(tuple(values)), this | new)
    if result.rowcount != 1:
        raise LostLease("another worker has ended this turn", turn=number)


async def one(connection: AsyncConnection, key: str, conversation: int, number: int) -> Any | None:
    """One turn."""
    this = {"key": key, "conversation_number": conversation, "number": number}
    return (await connection.execute(_ONE, this)).one_or_none()


async def of_message(connection: AsyncConnection, key: str, conversation: int, seq: int) -> Any | None:
    """The turn that a customer's message belongs to; of a turn and its replay, the later one."""
    query = (
        select(turn)
        .where(
            turn.c.identity_key == key,
            turn.c.conversation == conversation,
            turn.c.first_seq <= seq,
            turn.c.last_seq >= seq,
        )
        .order_by(turn.c.turn.desc())
        .limit(1)
    )
    return (await connection.execute(query)).one_or_none()


async def answered(
    connection: AsyncConnection, key: str, conversation: int, *, up_to: int, limit: int
) -> list[Any]:
    """The last answered turns up to a number, oldest first."""
    query = (
        select(turn.c.turn, turn.c.events, turn.c.bot_state)
        .where(
            turn.c.identity_key == key,
            turn.c.conversation == conversation,
            turn.c.turn <= up_to,
            turn.c.state == "answered",
            # What the house answered itself the bot knows nothing of (docs/urgent.md).
            turn.c.events.is_not(None),
        )
        .order_by(turn.c.turn.desc())
        .limit(limit)
    )
    return list((await connection.execute(query)).all())[::-1]


@cache
def _change(columns: tuple[str, ...]) -> Any:
    new: dict[str, Any] = {each: bindparam(f"new_{each}") for each in columns}
    return once(update(turn).where(_THIS, _UNFINISHED).values(new))
