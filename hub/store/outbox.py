"""Queries on the outbox: messages on their way to a customer."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import Message
from hub.ports import Address
from hub.store.once import once
from hub.store.schema import outbox
from hub.store.types import Moment


class Parcel(NamedTuple):
    """One claimed row: which message, and how often it was tried before."""

    identity: str
    conversation: int
    seq: int
    attempts: int


class Hold(NamedTuple):
    """Who sends a message, and until when nobody else may.

    `gone`: the person's messages (conversation, seq) that were sent, though no write says so yet.
    """

    owner: str
    until: datetime
    gone: frozenset[tuple[int, int]] = frozenset()


def _comes_first() -> Any:
    """That no earlier message of the same person still waits: it would be overtaken."""
    earlier = outbox.alias("earlier")
    return ~exists().where(
        earlier.c.identity_key == outbox.c.identity_key,
        or_(
            earlier.c.conversation < outbox.c.conversation,
            and_(earlier.c.conversation == outbox.c.conversation, earlier.c.seq < outbox.c.seq),
        ),
    )


_THIS = and_(
    outbox.c.identity_key == bindparam("key"),
    outbox.c.conversation == bindparam("number"),
    outbox.c.seq == bindparam("place"),
)
_DUE = and_(
    outbox.c.due_at <= bindparam("now"),
    or_(outbox.c.lease_until.is_(None), outbox.c.lease_until < bindparam("now")),
    _comes_first(),
)
_SOME_DUE = once(
    select(outbox.c.identity_key, outbox.c.conversation, outbox.c.seq, outbox.c.attempts)
    .where(_DUE)
    .order_by(outbox.c.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_ADD = once(insert(outbox))
_WAITING = once(
    select(outbox.c.conversation, outbox.c.seq)
    .where(outbox.c.identity_key == bindparam("key"))
    .limit(bindparam("most"))
)
_TAKE = once(
    update(outbox)
    .where(_THIS)
    .values(lease_owner=bindparam("owner"), lease_until=bindparam("until"), attempts=bindparam("tries"))
)
_REMOVE = once(delete(outbox).where(_THIS))
_PUT_BACK = once(
    update(outbox)
    .where(_THIS)
    .values(due_at=bindparam("due"), lease_owner=None, lease_until=None, last_code=bindparam("code"))
)
_RELEASE = (
    update(outbox)
    .where(outbox.c.lease_owner == bindparam("owner"), outbox.c.lease_until == bindparam("until"))
    .values(lease_owner=None, lease_until=None)
)
# A row that somebody holds comes again when the lease has run out.
_NEXT_DUE = once(
    select(func.min(func.coalesce(outbox.c.lease_until, outbox.c.due_at), type_=Moment())).where(
        _comes_first()
    )
)


async def add(
    connection: AsyncConnection,
    message: Message,
    address: Address,
    now: datetime,
    hold: Hold | None = None,
) -> Parcel | None:
    """Puts a message on its way; to be called in the transaction that writes the message.

    The parcel, where it is the caller's to send: `hold` was given, and no earlier message of the same
    person still waits.
    """
    key, number, seq = message.identity, message.conversation, message.seq
    mine = hold is not None and await _is_next(connection, key, hold)
    await connection.execute(
        _ADD,
        {
            "identity_key": key,
            "conversation": number,
            "seq": seq,
            "channel": address.channel,
            "account": address.account,
            "due_at": now,
            "attempts": int(mine),
            "lease_owner": hold.owner if hold and mine else None,
            "lease_until": hold.until if hold and mine else None,
        },
    )
    return Parcel(key, number, seq, attempts=0) if mine else None


async def _is_next(connection: AsyncConnection, key: str, hold: Hold) -> bool:
    found = await connection.execute(_WAITING, {"key": key, "most": len(hold.gone) + 1})
    return all((row.conversation, row.seq) in hold.gone for row in found)


async def claim(
    connection: AsyncConnection, owner: str, now: datetime, *, lease_s: float, limit: int
) -> list[Parcel]:
    """Takes due rows, only ever the first of each person: that keeps the order."""
    found = await connection.execute(_SOME_DUE, {"now": now, "most": limit})
    parcels = [Parcel(*row) for row in found]
    until = now + timedelta(seconds=lease_s)
    for parcel in parcels:
        take = {"owner": owner, "until": until, "tries": parcel.attempts + 1}
        await connection.execute(_TAKE, _this(parcel) | take)
    return parcels


async def remove(connection: AsyncConnection, parcel: Parcel) -> None:
    """The message has gone, or never will."""
    await connection.execute(_REMOVE, _this(parcel))


async def put_back(connection: AsyncConnection, parcel: Parcel, due_at: datetime, code: str) -> None:
    """Lets the message be tried again at a time."""
    await connection.execute(_PUT_BACK, _this(parcel) | {"due": due_at, "code": code})


async def release(connection: AsyncConnection, hold: Hold) -> None:
    """Frees what is held so, if anything is."""
    await connection.execute(_RELEASE, {"owner": hold.owner, "until": hold.until})


async def release_all(connection: AsyncConnection, owner: str) -> int:
    """Frees what a process held that is gone (`hub.registry`)."""
    result = await connection.execute(
        update(outbox).where(outbox.c.lease_owner == owner).values(lease_owner=None, lease_until=None)
    )
    return int(result.rowcount)


async def next_due(connection: AsyncConnection) -> datetime | None:
    """When a row that waits for no other may next be claimed: it is due, or its lease has run out."""
    result: datetime | None = (await connection.execute(_NEXT_DUE)).scalar_one_or_none()
    return result


def _this(parcel: Parcel) -> dict[str, Any]:
    return {"key": parcel.identity, "number": parcel.conversation, "place": parcel.seq}
