"""Leases of the kit: implements `connectors.kit.leases.Leases` on a table of the connectors."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from connectors.kit.store.schema import channel_lease
from hub.store.upsert import insert_if_absent


class Lease(NamedTuple):
    """The right to do something; the next take, by whomever, makes it void: it has a higher epoch."""

    name: str
    owner: str
    epoch: int


async def take(
    connection: AsyncConnection, name: str, owner: str, now: datetime, lease_s: float
) -> Lease | None:
    """Takes what nobody holds for so many seconds; None where somebody does."""
    until = now + timedelta(seconds=lease_s)
    this = select(channel_lease).where(channel_lease.c.name == name).with_for_update()
    row = (await connection.execute(this)).one_or_none()
    if row is None:
        values = {"name": name, "owner": owner, "epoch": 1, "until": until}
        made = await insert_if_absent(connection, channel_lease, **values)
        return Lease(name, owner, 1) if made else None
    if row.owner is not None and row.until >= now:
        return None
    taken = Lease(name, owner, row.epoch + 1)
    change = update(channel_lease).where(channel_lease.c.name == name)
    await connection.execute(change.values(owner=owner, epoch=taken.epoch, until=until))
    return taken


async def holds(connection: AsyncConnection, lease: Lease) -> bool:
    """Whether nobody has taken it since; nobody can before the transaction ends."""
    this = select(channel_lease).where(channel_lease.c.name == lease.name).with_for_update()
    row = (await connection.execute(this)).one_or_none()
    return row is not None and (row.owner, row.epoch) == (lease.owner, lease.epoch)


async def release(connection: AsyncConnection, lease: Lease) -> None:
    """Gives it up, where it is still held."""
    held = channel_lease.c.name == lease.name, channel_lease.c.epoch == lease.epoch
    await connection.execute(update(channel_lease).where(*held).values(owner=None))
