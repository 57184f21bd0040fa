"""Queries on the outbox: messages on their way to a customer.

Every claim has a token; what a claimer writes afterwards names it, and changes nothing where the row has
another by then (a fencing token, https://martin.kleppmann.com/2016/02/08/how-to-do-distributed-locking.html).
"""

import secrets
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, delete, exists, false, insert, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.messages import AuthorKind, Message
from hub.ports import Address
from hub.store.once import once
from hub.store.schema import message as stored_message
from hub.store.schema import outbox


class Parcel(NamedTuple):
    """One claimed row: which message, how often it was tried before, and the right to send it.

    `abandoned`: somebody had it in hand before and never told what became of it.
    """

    identity: str
    conversation: int
    seq: int
    attempts: int
    token: int
    until: datetime
    abandoned: bool = False


class SendClaim(NamedTuple):
    """Who sends a message, and until when nobody else may.

    `gone`: the person's messages (conversation, seq) that were sent, though no write says so yet.
    """

    owner: str
    until: datetime
    token: int
    gone: frozenset[tuple[int, int]] = frozenset()


class Lane(NamedTuple):
    """One channel account: its messages leave at a pace of their own."""

    channel: str
    account: str


def new_token() -> int:
    """A token for a claim: random, so that a claimer that slept never has its successor's."""
    return secrets.randbits(63)


def comes_first() -> Any:
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
_HELD = and_(_THIS, outbox.c.lease_token == bindparam("token"))
_FREE_AND_FIRST = and_(
    or_(outbox.c.lease_until.is_(None), outbox.c.lease_until < bindparam("now")), comes_first()
)
_COLUMNS = (
    outbox.c.identity_key,
    outbox.c.conversation,
    outbox.c.seq,
    outbox.c.attempts,
    outbox.c.lease_token,
    outbox.c.held,
)
_DUE_IN_LANE = once(
    select(*_COLUMNS)
    .where(
        outbox.c.channel == bindparam("of_channel"),
        outbox.c.account == bindparam("of_account"),
        outbox.c.due_at <= bindparam("now"),
        _FREE_AND_FIRST,
    )
    .order_by(outbox.c.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_FIRST_OF_PERSON = once(
    select(*_COLUMNS)
    .where(outbox.c.identity_key == bindparam("key"), _FREE_AND_FIRST)
    .with_for_update(skip_locked=True)
)
_ADD = once(insert(outbox))
_WAITING = once(
    select(outbox.c.conversation, outbox.c.seq)
    .where(outbox.c.identity_key == bindparam("key"))
    .limit(bindparam("most"))
)
# A row in hand is due again when its lease runs out: one index serves both.
_TAKE = once(
    update(outbox)
    .where(_THIS)
    .values(
        due_at=bindparam("new_until"),
        lease_owner=bindparam("owner"),
        lease_until=bindparam("new_until"),
        lease_token=bindparam("new_token"),
        attempts=bindparam("tries"),
        held=false(),
    )
)
_IS_THERE = once(select(outbox.c.seq).where(_THIS))
_RENEW = once(
    update(outbox).where(_HELD).values(lease_until=bindparam("new_until"), due_at=bindparam("new_until"))
)
_REMOVE = once(delete(outbox).where(_HELD))
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_FREED = {"lease_owner": None, "lease_until": None, "lease_token": None}
_PUT_BACK = once(
    update(outbox)
    .where(_HELD)
    .values(
        due_at=bindparam("due"),
        attempts=bindparam("tries"),
        held=bindparam("waits"),
        last_code=bindparam("code"),
        **_FREED,
    )
)
_LET_WAIT = once(
    update(outbox)
    .where(_THIS)
    .values(due_at=bindparam("due"), held=bindparam("waits"), last_code=bindparam("code"), **_FREED)
)
_RELEASE = once(
    update(outbox).where(outbox.c.lease_token == bindparam("token")).values(due_at=LONG_AGO, **_FREED)
)
_RELEASE_HELD = once(
    update(outbox)
    .where(outbox.c.identity_key == bindparam("key"), outbox.c.held == true())
    .values(due_at=bindparam("due"), held=false())
)

_BOTS_IN_NO_HANDS = once(
    select(outbox.c.seq)
    .join(
        stored_message,
        and_(
            stored_message.c.identity_key == outbox.c.identity_key,
            stored_message.c.conversation == outbox.c.conversation,
            stored_message.c.seq == outbox.c.seq,
        ),
    )
    .where(
        outbox.c.identity_key == bindparam("key"),
        outbox.c.conversation == bindparam("number"),
        outbox.c.lease_token.is_(None),
        stored_message.c.author_kind == AuthorKind.BOT,
    )
    .order_by(outbox.c.seq)
    .with_for_update(skip_locked=True, of=outbox)
)
_WITHDRAW = once(delete(outbox).where(_THIS))


async def add(
    connection: AsyncConnection,
    message: Message,
    address: Address,
    now: datetime,
    hold: SendClaim | None = None,
    *,
    tries: int = 0,
) -> Parcel | None:
    """Puts a message on its way; to be called in the transaction that writes the message.

    `tries`: how often it was tried before.

    The parcel, where it is the caller's to send: `hold` was given, and no earlier message of the same
    person still waits.
    """
    key, number, seq = message.identity, message.conversation, message.seq
    mine = hold if hold is not None and await _is_next(connection, key, hold) else None
    await connection.execute(
        _ADD,
        {
            "identity_key": key,
            "conversation": number,
            "seq": seq,
            "channel": address.channel,
            "account": address.account,
            "due_at": mine.until if mine else now,
            "attempts": tries + int(mine is not None),
            "lease_owner": mine.owner if mine else None,
            "lease_until": mine.until if mine else None,
            "lease_token": mine.token if mine else None,
        },
    )
    return Parcel(key, number, seq, tries, mine.token, mine.until) if mine else None


async def _is_next(connection: AsyncConnection, key: str, hold: SendClaim) -> bool:
    found = await connection.execute(_WAITING, {"key": key, "most": len(hold.gone) + 1})
    return all((row.conversation, row.seq) in hold.gone for row in found)


async def due(connection: AsyncConnection, lane: Lane, now: datetime, *, limit: int) -> list[Any]:
    """Rows of a lane that may be claimed, locked; only the first of each person: that keeps the order."""
    of = {"of_channel": lane.channel, "of_account": lane.account, "now": now, "most": limit}
    return list(await connection.execute(_DUE_IN_LANE, of))


async def first_of(connection: AsyncConnection, key: str, now: datetime) -> Any | None:
    """The row that a person's next message waits in, locked, whenever it is due; None if it is in hand."""
    return (await connection.execute(_FIRST_OF_PERSON, {"key": key, "now": now})).one_or_none()


async def take(connection: AsyncConnection, row: Any, hold: SendClaim) -> Parcel:
    """Claims a row that the caller has locked."""
    parcel = Parcel(
        row.identity_key,
        row.conversation,
        row.seq,
        row.attempts,
        hold.token,
        hold.until,
        abandoned=row.lease_token is not None,
    )
    taken = {
        "owner": hold.owner,
        "new_until": hold.until,
        "new_token": hold.token,
        "tries": row.attempts + 1,
    }
    await connection.execute(_TAKE, _place(parcel) | taken)
    return parcel


async def renew(connection: AsyncConnection, parcel: Parcel, until: datetime) -> bool:
    """Prolongs a claim that is still the newest; tells whether it is, as all below do."""
    return bool((await connection.execute(_RENEW, _held(parcel) | {"new_until": until})).rowcount)


async def remove(connection: AsyncConnection, parcel: Parcel) -> bool:
    """The message has gone, or never will."""
    return bool((await connection.execute(_REMOVE, _held(parcel))).rowcount)


async def put_back(
    connection: AsyncConnection,
    parcel: Parcel,
    due_at: datetime,
    code: str,
    *,
    tries: int,
    held: bool = False,
) -> bool:
    """Lets the message come again at a time; `held`: or with the customer's next message."""
    back = {"due": due_at, "code": code[:64], "tries": tries, "waits": held}
    return bool((await connection.execute(_PUT_BACK, _held(parcel) | back)).rowcount)


async def let_wait(connection: AsyncConnection, row: Any, due_at: datetime, code: str, *, held: bool) -> None:
    """The same for a row that the caller has locked and not claimed."""
    place = {"key": row.identity_key, "number": row.conversation, "place": row.seq}
    await connection.execute(_LET_WAIT, place | {"due": due_at, "code": code[:64], "waits": held})


async def withdraw(connection: AsyncConnection, key: str, conversation: int) -> list[int]:
    """Takes the bot's messages of a conversation back that nobody has in hand; their numbers."""
    found = await connection.execute(_BOTS_IN_NO_HANDS, {"key": key, "number": conversation})
    places = [int(seq) for seq in found.scalars()]
    for seq in places:
        await connection.execute(_WITHDRAW, {"key": key, "number": conversation, "place": seq})
    return places


async def waits(connection: AsyncConnection, key: str, conversation: int, seq: int) -> bool:
    """Whether a message is still on its way."""
    place = {"key": key, "number": conversation, "place": seq}
    return (await connection.execute(_IS_THERE, place)).one_or_none() is not None


async def waits_for(connection: AsyncConnection, key: str) -> bool:
    """Whether a person has a message on its way."""
    return bool((await connection.execute(_WAITING, {"key": key, "most": 1})).all())


async def release(connection: AsyncConnection, hold: SendClaim) -> None:
    """Frees what is held so, if anything is; it was never handed to a provider."""
    await connection.execute(_RELEASE, {"token": hold.token})


async def release_all(connection: AsyncConnection, owner: str) -> int:
    """Frees what a process held that is gone (`hub.registry`); it may have sent it, so the token stays."""
    result = await connection.execute(
        update(outbox)
        .where(outbox.c.lease_owner == owner)
        .values(lease_owner=None, lease_until=None, due_at=LONG_AGO)
    )
    return int(result.rowcount)


async def release_held(connection: AsyncConnection, key: str, now: datetime) -> int:
    """Lets all that waits for the customer's next message go, now that it came; tells how many."""
    return int((await connection.execute(_RELEASE_HELD, {"key": key, "due": now})).rowcount)


def _place(parcel: Parcel) -> dict[str, Any]:
    return {"key": parcel.identity, "number": parcel.conversation, "place": parcel.seq}


def _held(parcel: Parcel) -> dict[str, Any]:
    return _place(parcel) | {"token": parcel.token}
