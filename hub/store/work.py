"""Queries on work: which conversations have something to do, and who does it."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.once import once
from hub.store.schema import work
from hub.store.types import Moment
from hub.store.upsert import insert_if_absent, insert_of

_THIS = (work.c.identity_key == bindparam("key")) & (work.c.conversation == bindparam("number"))
_HELD = _THIS & (work.c.lease_token == bindparam("token"))
_DUE = (work.c.due_at <= bindparam("now")) & or_(
    work.c.lease_until.is_(None), work.c.lease_until < bindparam("now")
)
_SOME_DUE = once(
    select(work.c.identity_key, work.c.conversation)
    .where(_DUE)
    .order_by(work.c.due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_TAKE = once(
    update(work)
    .where(_THIS)
    .values(
        lease_owner=bindparam("owner"), lease_until=bindparam("until"), lease_token=bindparam("new_token")
    )
)
_TOKEN = once(select(work.c.lease_token).where(_THIS).with_for_update())
# What was put back keeps its token until it is taken anew: renewed, it would be hidden as long as a lease.
_RENEW = once(
    update(work).where(_HELD, work.c.lease_owner.is_not(None)).values(lease_until=bindparam("until"))
)
_FINISH = once(delete(work).where(_HELD))
_REMOVE = once(delete(work).where(_THIS))
_PUT_BACK = once(
    update(work).where(_HELD).values(due_at=bindparam("due"), lease_owner=None, lease_until=None)
)
_RELEASE_OTHERS = (
    update(work)
    .where(work.c.lease_owner == bindparam("owner"))
    .where(work.c.lease_token.not_in(bindparam("known", expanding=True)))
    .values(due_at=bindparam("due"), lease_owner=None, lease_until=None)
)
# A row that somebody holds comes again when the lease has run out.
_NEXT_DUE = once(select(func.min(func.coalesce(work.c.lease_until, work.c.due_at), type_=Moment())))


class TurnLease(NamedTuple):
    """The right to work on a conversation; a later claim or a removal of the row makes it void.

    `token` is random, not counted: rows come and go, and a count that starts anew could give a worker
    that slept for a minute the number of its successor.
    """

    identity: str
    conversation: int
    token: int


class Holder(NamedTuple):
    """Who works on a conversation, and until when nobody else may."""

    owner: str
    until: datetime


async def hold_new(
    connection: AsyncConnection, key: str, conversation: int, due_at: datetime, holder: Holder
) -> TurnLease | None:
    """Leases a conversation that had nothing to do until now; None where it had."""
    lease = TurnLease(key, conversation, secrets.randbits(31))
    made = await insert_if_absent(
        connection,
        work,
        identity_key=key,
        conversation=conversation,
        due_at=due_at,
        lease_owner=holder.owner,
        lease_until=holder.until,
        lease_token=lease.token,
    )
    return lease if made else None


async def schedule(connection: AsyncConnection, key: str, conversation: int, due_at: datetime) -> None:
    """Says that a conversation has something to do; a running lease stays as it is."""
    row = {"identity_key": key, "conversation": conversation, "due_at": due_at}
    await connection.execute(_schedule(connection.dialect.name), row)


async def claim(
    connection: AsyncConnection, owner: str, now: datetime, *, lease_s: float, limit: int
) -> list[TurnLease]:
    """Takes due conversations that nobody holds; on PostgreSQL claimers pass each other by."""
    found = await connection.execute(_SOME_DUE, {"now": now, "most": limit})
    leases = [TurnLease(row.identity_key, row.conversation, secrets.randbits(31)) for row in found]
    until = now + timedelta(seconds=lease_s)
    for key, number, token in leases:
        lease = {"key": key, "number": number, "new_token": token, "owner": owner, "until": until}
        await connection.execute(_TAKE, lease)
    return leases


async def holds(connection: AsyncConnection, lease: TurnLease) -> bool:
    """Whether the lease is still the newest; locks the row until the transaction ends."""
    key, number, token = lease
    found = await connection.execute(_TOKEN, {"key": key, "number": number})
    return found.scalar_one_or_none() == token


async def renew(connection: AsyncConnection, leases: list[TurnLease], until: datetime) -> None:
    """Prolongs leases that are still held."""
    for lease in leases:
        await connection.execute(_RENEW, {**_held(lease), "until": until})


async def finish(connection: AsyncConnection, lease: TurnLease) -> bool:
    """Removes the row: the conversation has nothing to do. Tells whether the lease was still held."""
    return (await connection.execute(_FINISH, _held(lease))).rowcount == 1


async def remove(connection: AsyncConnection, key: str, conversation: int) -> None:
    """Removes the row whoever holds it: a lease on it is void from here on."""
    await connection.execute(_REMOVE, {"key": key, "number": conversation})


async def put_back(connection: AsyncConnection, lease: TurnLease, due_at: datetime) -> None:
    """Gives the lease up and lets the conversation come again at a time."""
    await connection.execute(_PUT_BACK, {**_held(lease), "due": due_at})


async def release_all(connection: AsyncConnection, owner: str) -> int:
    """Frees what a process held that is gone (`hub.registry`)."""
    result = await connection.execute(
        update(work).where(work.c.lease_owner == owner).values(lease_owner=None, lease_until=None)
    )
    return int(result.rowcount)


async def release_others(
    connection: AsyncConnection, owner: str, known: Iterable[TurnLease], due_at: datetime
) -> int:
    """Frees what is held in this name and is none of the known: it comes again at a time."""
    values = {"owner": owner, "known": [lease.token for lease in known], "due": due_at}
    return int((await connection.execute(_RELEASE_OTHERS, values)).rowcount)


async def next_due(connection: AsyncConnection) -> datetime | None:
    """When a conversation may next be claimed: it is due then, or its lease has run out."""
    result: datetime | None = (await connection.execute(_NEXT_DUE)).scalar_one_or_none()
    return result


def _held(lease: TurnLease) -> dict[str, Any]:
    return {"key": lease.identity, "number": lease.conversation, "token": lease.token}


@cache
def _schedule(dialect: str) -> Any:
    # The quiet time of joined messages starts anew with each of them.
    statement = insert_of(dialect, work)
    return once(
        statement.on_conflict_do_update(
            index_elements=["identity_key", "conversation"], set_={"due_at": statement.excluded.due_at}
        )
    )
