"""Removes recordings whose time is over: by flow, never what is held, and nobody does it by hand."""

import asyncio
import re
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import structlog

from hub.errors import SetupError, StoreUnavailable
from hub.ports import Clock
from hub.staff.audit import HOUSE, Audit
from hub.store import leases
from hub.store.database import Database
from hub.store.leases import Lease
from video.playback.derived import FOLDER
from video.store import kept

EVERY_S = 3600.0
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
LOOKED_AFTER = timedelta(days=30)
"""So long a removed recording's folder is looked for: the machine may have stopped before it was gone."""

log = structlog.get_logger(__name__)


def read_days(setting: str) -> dict[str, int]:
    """Days by flow, as `YUANQIAO_VIDEO_RETENTION_DAYS` says: `risk_disclosure=7300`. Raises `SetupError`."""
    found: dict[str, int] = {}
    for pair in filter(None, map(str.strip, setting.split(","))):
        script, _, days = pair.partition("=")
        if (
            not NAME.fullmatch(script)
            or not days.isdecimal()
            or not 1 <= int(days) <= 36_500
            or script in found
        ):
            raise SetupError(
                "YUANQIAO_VIDEO_RETENTION_DAYS names each flow once at most, with days: risk_disclosure=7300"
            )
        found[script] = int(days)
    return found


def kept_until(row: Any, days: Mapping[str, int]) -> datetime | None:
    """When a recording's time is over: counted from its seal, or its product's end where that is later.

    None where its flow has no days, or it is not sealed: it is kept for good.
    """
    if row.script not in days or row.sealed_at is None:
        return None
    begins: datetime = row.sealed_at
    if row.product_ends_on is not None:
        begins = max(begins, datetime.combine(row.product_ends_on, time(), UTC) + timedelta(days=1))
    return begins + timedelta(days=days[row.script])


class Keeping:
    """The sweep of one house."""

    def __init__(self, database: Database, clock: Clock, folder: Path, days: Mapping[str, int]) -> None:
        """`folder`: that of all recordings; `days` by flow, and what is not named is kept."""
        self._database = database
        self._clock = clock
        self._folder = folder
        self._days = days

    async def lead(self, lease: Lease) -> None:
        """Sweeps each hour, until it is cancelled or another process leads."""
        while True:
            try:
                if not await self.sweep(lease):
                    return
            except (StoreUnavailable, OSError) as error:
                log.warning("video.sweep_failed", exception=type(error).__name__)
            await asyncio.sleep(EVERY_S)

    async def sweep(self, lease: Lease | None = None) -> bool:
        """Removes all whose time is over; false where the lease was lost."""
        now = self._clock.now()
        for script in self._days:
            async with self._database.write() as connection:
                if lease is not None and not await leases.holds(connection, lease):
                    return False
                rows = await kept.sealed_of(connection, script)
                over = [row for row in rows if (until := kept_until(row, self._days)) and until <= now]
                for row in over:
                    await kept.change(connection, row.recording, removed_at=now)
                for row in over:
                    await Audit(self._clock).append(
                        connection,
                        "recording.expired",
                        actor=HOUSE,
                        object_kind="recording",
                        object_id=row.recording,
                    )
        async with self._database.read() as connection:
            gone = await kept.removed_since(connection, now - LOOKED_AFTER)
        for name in gone:
            await asyncio.to_thread(self._remove, name)
        return True

    def _remove(self, name: str) -> None:
        for folder in (self._folder / name, self._folder / FOLDER / name):
            if folder.is_dir():
                shutil.rmtree(folder)
                log.info("video.recording_removed", count=1)
