"""Queries on processes: who is there, when each last gave a sign of life, and what one held that is gone."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.store.once import once
from hub.store.schema import outbox, work
from hub.store.schema_processes import lease, process
from hub.store.upsert import insert_if_absent

_THIS = process.c.name == bindparam("this")
_ALL = once(select(process).order_by(process.c.started_at))
_BEAT = once(
    update(process).where(_THIS).values(heartbeat_at=bindparam("now"), cut_off=bindparam("is_cut_off"))
)
_REMOVE = once(delete(process).where(_THIS))
_REMOVE_SILENT = once(delete(process).where(_THIS & (process.c.heartbeat_at == bindparam("seen"))))
_HOLDERS = union(
    select(work.c.lease_owner.label("holder")).where(work.c.lease_owner.is_not(None)),
    select(outbox.c.lease_owner).where(outbox.c.lease_owner.is_not(None)),
    select(lease.c.owner).where(lease.c.owner.is_not(None)),
)


@dataclass(frozen=True, slots=True)
class Registration:
    """What a process says of itself when it starts.

    `machine`, `pid`, `pid_started`: by these another process on the same machine sees whether it still runs;
    `data_keys`: the ids of those it has, the one that writes first, separated by commas.
    """

    name: str
    role: str
    label: str
    machine: str
    pid: int
    pid_started: int | None
    data_keys: str | None = None


async def register(connection: AsyncConnection, registration: Registration, now: datetime) -> None:
    """Adds a process; one that is there already stays as it is."""
    values = asdict(registration) | {"started_at": now, "heartbeat_at": now, "cut_off": False}
    await insert_if_absent(connection, process, **values)


async def beat(connection: AsyncConnection, name: str, now: datetime, *, cut_off: bool) -> bool:
    """Gives a sign of life; false where the process is in the registry no more."""
    values = {"this": name, "now": now, "is_cut_off": cut_off}
    return bool((await connection.execute(_BEAT, values)).rowcount == 1)


async def everyone(connection: AsyncConnection) -> list[Any]:
    """All rows, in the order in which they were made."""
    return list((await connection.execute(_ALL)).all())


async def remove(connection: AsyncConnection, name: str) -> None:
    """Removes a process that says itself that it ends."""
    await connection.execute(_REMOVE, {"this": name})


async def remove_silent(connection: AsyncConnection, name: str, seen: datetime) -> bool:
    """Removes one that gave no sign of life since `seen`; false where it did, or is removed already."""
    return bool((await connection.execute(_REMOVE_SILENT, {"this": name, "seen": seen})).rowcount == 1)


async def holders(connection: AsyncConnection) -> set[str]:
    """The names of all that hold any work, message on its way, or lease, known or not."""
    return set((await connection.execute(_HOLDERS)).scalars())
