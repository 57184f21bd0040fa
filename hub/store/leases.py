"""Queries on leases (leader election): what one process may do at a time, by name, with an epoch that fences.

Whoever writes because it holds a lease asks `holds` in the same transaction: a process that was stopped for a
minute does not know that another has taken over.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.once import once
from hub.store.schema_processes import lease
from hub.store.upsert import insert_if_absent

_THIS = lease.c.name == bindparam("this")
_HELD = _THIS & (lease.c.owner == bindparam("holder")) & (lease.c.epoch == bindparam("held_epoch"))
_LOCK = once(select(lease).where(_THIS).with_for_update())
_TAKE = once(
    update(lease)
    .where(_THIS)
    .values(owner=bindparam("holder"), epoch=bindparam("new_epoch"), until=bindparam("new_until"))
)
_RENEW = once(update(lease).where(_HELD).values(until=bindparam("new_until")))
_RELEASE = once(update(lease).where(_HELD).values(owner=None))
_RELEASE_ALL = once(update(lease).where(lease.c.owner == bindparam("holder")).values(owner=None))


class Lease(NamedTuple):
    """The right to do something; the next take, by whomever, makes it void: it has a higher epoch."""

    name: str
    owner: str
    epoch: int


async def take(
    connection: AsyncConnection, name: str, owner: str, now: datetime, lease_s: float
) -> Lease | None:
    """Takes what nobody else holds for so many seconds; None where somebody does."""
    until = now + timedelta(seconds=lease_s)
    row = (await connection.execute(_LOCK, {"this": name})).one_or_none()
    if row is None:
        made = await insert_if_absent(connection, lease, name=name, owner=owner, epoch=1, until=until)
        return Lease(name, owner, 1) if made else None
    if row.owner not in (None, owner) and row.until >= now:
        return None
    taken = Lease(name, owner, row.epoch + 1)
    await connection.execute(_TAKE, _held(taken) | {"new_epoch": taken.epoch, "new_until": until})
    return taken


async def renew(connection: AsyncConnection, held: Lease, now: datetime, lease_s: float) -> bool:
    """Prolongs it; false where it is held no more."""
    values = _held(held) | {"new_until": now + timedelta(seconds=lease_s)}
    return bool((await connection.execute(_RENEW, values)).rowcount == 1)


async def holds(connection: AsyncConnection, held: Lease) -> bool:
    """Whether nobody has taken it since; nobody can before the transaction ends."""
    row = (await connection.execute(_LOCK, {"this": held.name})).one_or_none()
    return row is not None and (row.owner, row.epoch) == (held.owner, held.epoch)


async def release(connection: AsyncConnection, held: Lease) -> None:
    """Gives it up, where it is still held."""
    await connection.execute(_RELEASE, _held(held))


async def release_all(connection: AsyncConnection, owner: str) -> int:
    """Frees what a process held that is gone."""
    return int((await connection.execute(_RELEASE_ALL, {"holder": owner})).rowcount)


def _held(held: Lease) -> dict[str, str | int]:
    return {"this": held.name, "holder": held.owner, "held_epoch": held.epoch}
