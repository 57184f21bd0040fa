"""Queries on messages, and the way between a row and a `Message`."""

from datetime import datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Update, bindparam, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Author, Direction, Message, Segment, Status
from hub.store.once import once
from hub.store.schema import message

_SEGMENTS: TypeAdapter[tuple[Segment, ...]] = TypeAdapter(tuple[Segment, ...])

_OF_CONVERSATION = (message.c.identity_key == bindparam("key")) & (
    message.c.conversation == bindparam("number")
)
_THIS = _OF_CONVERSATION & (message.c.seq == bindparam("place"))
_ADD = once(insert(message))
_BY_PROVIDER_ID = once(
    select(message).where(
        message.c.identity_key == bindparam("key"),
        message.c.direction == Direction.IN,
        message.c.provider_id == bindparam("given"),
    )
)
_ONE = once(select(message).where(_THIS))
_PICKS = once(select(message.c.picks).where(_THIS))
_INCOMING = once(
    select(message)
    .where(_OF_CONVERSATION, message.c.direction == Direction.IN, message.c.seq > bindparam("behind"))
    .order_by(message.c.seq)
    .limit(bindparam("most"))
)
_NEWEST = once(
    select(message).where(_OF_CONVERSATION).order_by(message.c.seq.desc()).limit(bindparam("most"))
)
_REOPEN = once(
    update(message)
    .where(_THIS, message.c.direction == Direction.OUT, message.c.status == Status.FAILED)
    .values(status=Status.ACCEPTED)
)
_STAMPS = {Status.SENT: "sent_at", Status.DELIVERED: "delivered_at", Status.READ: "read_at"}


def from_row(row: Any) -> Message:
    """The message that a row holds."""
    return Message(
        identity=row.identity_key,
        conversation=row.conversation,
        seq=row.seq,
        direction=Direction(row.direction),
        author=Author(kind=row.author_kind, name=row.author_name),
        segments=_SEGMENTS.validate_python(row.segments),
        correlation_id=row.correlation_id,
        created_at=row.created_at,
        status=Status(row.status),
        turn=row.turn,
        reply_to=row.reply_to,
        provider_id=row.provider_id,
    )


async def add(
    connection: AsyncConnection,
    stored: Message,
    *,
    received_at: datetime | None = None,
    picks: dict[str, Any] | None = None,
) -> None:
    """Inserts a message."""
    await connection.execute(
        _ADD,
        {
            "identity_key": stored.identity,
            "conversation": stored.conversation,
            "seq": stored.seq,
            "direction": stored.direction,
            "author_kind": stored.author.kind,
            "author_name": stored.author.name,
            "segments": stored.segments,
            "picks": picks,
            "provider_id": stored.provider_id,
            "correlation_id": stored.correlation_id,
            "turn": stored.turn,
            "reply_to": stored.reply_to,
            "status": stored.status,
            "received_at": received_at,
            "created_at": stored.created_at,
        },
    )


async def by_provider_id(connection: AsyncConnection, key: str, provider_id: str) -> Message | None:
    """The customer's message that was stored under this provider id."""
    row = (await connection.execute(_BY_PROVIDER_ID, {"key": key, "given": provider_id})).one_or_none()
    return None if row is None else from_row(row)


async def one(connection: AsyncConnection, key: str, number: int, seq: int) -> Message | None:
    """One message by its place."""
    row = (await connection.execute(_ONE, {"key": key, "number": number, "place": seq})).one_or_none()
    return None if row is None else from_row(row)


async def picks_of(connection: AsyncConnection, key: str, number: int, seq: int) -> dict[str, Any]:
    """What the options of a message mean, by option id; empty where it offers none."""
    found = await connection.execute(_PICKS, {"key": key, "number": number, "place": seq})
    return found.scalar_one_or_none() or {}


async def incoming(
    connection: AsyncConnection, key: str, number: int, *, after: int, limit: int
) -> list[Message]:
    """The customer's messages of a conversation behind a number, oldest first."""
    of = {"key": key, "number": number, "behind": after, "most": limit}
    return [from_row(row) for row in await connection.execute(_INCOMING, of)]


async def newest(connection: AsyncConnection, key: str, number: int, *, limit: int) -> list[Message]:
    """The last messages of a conversation, newest first."""
    of = {"key": key, "number": number, "most": limit}
    return [from_row(row) for row in await connection.execute(_NEWEST, of)]


async def behind(
    connection: AsyncConnection, key: str, *, place: tuple[int, int], limit: int
) -> list[Message]:
    """An identity's messages behind a place (conversation, seq), oldest first."""
    query = (
        select(message)
        .where(message.c.identity_key == key, tuple_(message.c.conversation, message.c.seq) > tuple_(*place))
        .order_by(message.c.conversation, message.c.seq)
        .limit(limit)
    )
    return [from_row(row) for row in await connection.execute(query)]


async def before(
    connection: AsyncConnection, key: str, *, place: tuple[int, int] | None, limit: int
) -> list[Message]:
    """An identity's newest messages before a place (or of all), oldest first."""
    query = select(message).where(message.c.identity_key == key)
    if place is not None:
        query = query.where(tuple_(message.c.conversation, message.c.seq) < tuple_(*place))
    query = query.order_by(message.c.conversation.desc(), message.c.seq.desc()).limit(limit)
    rows = [from_row(row) for row in await connection.execute(query)]
    return rows[::-1]


async def move_status(
    connection: AsyncConnection, key: str, number: int, seq: int, status: Status, now: datetime
) -> int:
    """Moves an outgoing message forward to a status, never back; tells how many."""
    of = {"key": key, "number": number, "place": seq, "now": now}
    return int((await connection.execute(_move(status), of)).rowcount)


async def move_up_to(
    connection: AsyncConnection,
    key: str,
    number: int,
    seq: int,
    status: Status,
    now: datetime,
    *,
    behind: int,
) -> int:
    """Moves the outgoing messages behind one number, up to another, forward to a status.

    Tells the newest that moved; `behind` where none did.
    """
    of = {"key": key, "number": number, "place": seq, "now": now, "behind": behind}
    return max((await connection.execute(_move_up_to(status), of)).scalars(), default=behind)


async def reopen(connection: AsyncConnection, key: str, number: int, seq: int) -> None:
    """Takes back that an outgoing message has failed: it is given another try."""
    await connection.execute(_REOPEN, {"key": key, "number": number, "place": seq})


async def by_correlation_id(connection: AsyncConnection, correlation_id: str) -> list[Message]:
    """All messages that carry a correlation id, in order."""
    query = (
        select(message)
        .where(message.c.correlation_id == correlation_id)
        .order_by(message.c.identity_key, message.c.conversation, message.c.seq)
    )
    return [from_row(row) for row in await connection.execute(query)]


@cache
def _move(status: Status) -> Any:
    return once(_moving(status).where(message.c.seq == bindparam("place")))


@cache
def _move_up_to(status: Status) -> Any:
    these = (message.c.seq > bindparam("behind")) & (message.c.seq <= bindparam("place"))
    return once(_moving(status).where(these).returning(message.c.seq))


def _moving(status: Status) -> Update:
    lower = or_(*(message.c.status == each for each in Status if each.rank < status.rank))
    stamp: dict[str, Any] = {_STAMPS[status]: bindparam("now")} if status in _STAMPS else {}
    return (
        update(message)
        .where(_OF_CONVERSATION, message.c.direction == Direction.OUT, lower)
        .values({"status": status, **stamp})
    )
