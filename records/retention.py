"""Removes what was kept for long enough: by kind, never of who is held."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Table, delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import SetupError, StoreUnavailable
from hub.metrics import STORE_FAILURES
from hub.ports import Clock
from hub.settings import Settings
from hub.staff.audit import HOUSE, Audit
from hub.store import leases
from hub.store.database import Database
from hub.store.leases import Lease
from hub.store.metadata import metadata
from hub.store.schema import conversation, identity
from records.persons import KEPT, own_media
from records.removing import remove_waiting
from records.store import holds, removals

EVERY_S = 3600.0
BATCH = 200

BY_ROW = {
    "gaps": ("kb_gap", "created_at"),
    "ratings": ("kb_rating", "rated_at"),
    "dead_letters": ("dead_letter", "created_at"),
    "utterances": ("nav_utterance", "heard_at"),
}
"""Kinds that are rows of one table, by the time from which their days count."""

KINDS = ("conversations", "media", *BY_ROW)

log = structlog.get_logger(__name__)


def read_retention(setting: str) -> dict[str, int]:
    """Days by kind, as `YUANQIAO_RETENTION_DAYS` says: `conversations=1825,gaps=180`. Raises `SetupError`."""
    found: dict[str, int] = {}
    for pair in filter(None, map(str.strip, setting.split(","))):
        kind, _, days = pair.partition("=")
        if kind not in KINDS or not days.isdecimal() or not 1 <= int(days) <= 36_500 or kind in found:
            raise SetupError(
                f"YUANQIAO_RETENTION_DAYS names each of {', '.join(KINDS)} once at most, with days: gaps=180"
            )
        found[kind] = int(days)
    return found


@dataclass(frozen=True, slots=True)
class Retention:
    """The sweep of one house; `days` by kind, and what is not named is kept."""

    database: Database
    settings: Settings
    clock: Clock
    days: Mapping[str, int]

    async def lead(self, lease: Lease) -> None:
        """Sweeps each hour, until it is cancelled or another process leads."""
        while True:
            try:
                if not await self.sweep(lease):
                    return
            except (StoreUnavailable, OSError) as error:
                STORE_FAILURES.inc()
                log.warning("records.sweep_failed", exc_info=error)
            await asyncio.sleep(EVERY_S)

    async def sweep(self, lease: Lease | None = None) -> bool:
        """Removes all whose time is over; false where the lease was lost."""
        for kind, days in self.days.items():
            before = self.clock.now() - timedelta(days=days)
            while True:
                async with self.database.write() as connection:
                    if lease is not None and not await leases.holds(connection, lease):
                        return False
                    removed = await _remove(connection, kind, before)
                    if removed:
                        await self._note(connection, kind, removed)
                if removed < BATCH:
                    break
        await remove_waiting(self.database, self.settings)
        return True

    async def _note(self, connection: AsyncConnection, kind: str, count: int) -> None:
        await Audit(self.clock).append(
            connection, "records.expired", actor=HOUSE, object_kind=kind, count=count
        )
        log.info("records.expired", kind=kind, count=count)


async def _remove(connection: AsyncConnection, kind: str, before: datetime) -> int:
    """Removes a batch of a kind, and tells how many."""
    if kind == "conversations":
        return await _conversations(connection, before)
    if kind == "media":
        return await _media(connection, before)
    name, moment = BY_ROW[kind]
    return await _rows(connection, metadata.tables[name], moment, before)


def _held() -> Any:
    """The identities of whom nothing may be removed."""
    return select(identity.c.identity_key).where(identity.c.contact_id.in_(holds.held_contacts()))


async def _rows(connection: AsyncConnection, table: Table, moment: str, before: datetime) -> int:
    keys = tuple_(*table.primary_key.columns)
    over = (table.c[moment] < before) & table.c.identity_key.not_in(_held())
    chosen = select(*table.primary_key.columns).where(over).limit(BATCH)
    found = [tuple(row) for row in (await connection.execute(chosen)).all()]
    if found:
        await connection.execute(delete(table).where(keys.in_(found)))
    return len(found)


async def _conversations(connection: AsyncConnection, before: datetime) -> int:
    """Those that were closed before, with all that belongs to them but what the law has kept."""
    of = conversation.c
    over = (of.closed_at < before) & of.identity_key.not_in(_held())
    chosen = select(of.identity_key, of.conversation).where(over).limit(BATCH)
    keys = [tuple(row) for row in (await connection.execute(chosen)).all()]
    if not keys:
        return 0
    for table in reversed(metadata.sorted_tables):
        if {"identity_key", "conversation"} <= set(table.c.keys()) and table.name not in KEPT:
            belongs = tuple_(table.c.identity_key, table.c.conversation).in_(keys)
            await connection.execute(delete(table).where(belongs))
    return len(keys)


async def _media(connection: AsyncConnection, before: datetime) -> int:
    given, files = metadata.tables["media_of_identity"], metadata.tables["media"]
    over = (given.c.created_at < before) & given.c.identity_key.not_in(_held())
    chosen = select(given.c.identity_key, given.c.media_id).where(over).limit(BATCH)
    rows = (await connection.execute(chosen)).all()
    for key, media_id in rows:
        alone = media_id in await own_media(connection, [key])
        of = (given.c.identity_key == key) & (given.c.media_id == media_id)
        await connection.execute(delete(given).where(of))
        if alone:
            await connection.execute(delete(files).where(files.c.media_id == media_id))
            await removals.add(connection, "media", [media_id])
    return len(rows)
