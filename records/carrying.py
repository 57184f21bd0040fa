"""Carries out approved erasures, in one process at a time; what a dead process began, the next one ends."""

import asyncio
from dataclasses import asdict, dataclass
from typing import Any

import structlog

from hub.errors import Conflict, NotFound, StoreUnavailable
from hub.metrics import STORE_FAILURES
from hub.ports import Clock
from hub.settings import Settings
from hub.store import leases
from hub.store.database import Database
from hub.store.leases import Lease
from records.erasing import Erased, do_erase_rows, erase_files, note_erased
from records.left import read_left
from records.store import requests

EVERY_S = 2.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RequestCarrying:
    """Does what was approved."""

    database: Database
    settings: Settings
    clock: Clock

    async def lead(self, lease: Lease) -> None:
        """Looks every two seconds, until it is cancelled or another process leads."""
        while True:
            try:
                if not await self.round(lease):
                    return
            except (StoreUnavailable, OSError) as error:
                STORE_FAILURES.inc()
                log.warning("records.put_off", exc_info=error)
            await asyncio.sleep(EVERY_S)

    async def round(self, lease: Lease | None = None) -> bool:
        """Does all that waits; false where the lease was lost. Raises `StoreUnavailable`, `OSError`."""
        async with self.database.read() as connection:
            rows = await requests.in_states(connection, "approved", "removing")
        for row in rows:
            if row.state == "approved":
                outcome = await self._remove(row, lease)
            else:
                outcome = row.outcome
            if outcome is None:
                return False
            if outcome:
                await self._finish(row, Erased(**{**outcome, "left": read_left(outcome["left"])}))
        return True

    async def _remove(self, row: Any, lease: Lease | None) -> dict[str, Any] | None:
        """Removes the rows, and remembers what has to follow in the same transaction; empty: it failed."""
        try:
            async with self.database.write() as connection:
                if lease is not None and not await leases.holds(connection, lease):
                    return None
                erased = await do_erase_rows(connection, row.who)
                outcome = asdict(erased)
                if not await requests.move(
                    connection, row.request_id, "approved", "removing", outcome=outcome
                ):
                    return {}
                await note_erased(
                    connection,
                    self.clock,
                    erased,
                    actor=row.asked_by,
                    approved_by=row.decided_by,
                    request=row.request_id,
                )
            return outcome
        except (Conflict, NotFound) as error:
            # Between approval and now a hold was placed, or the customer came back.
            async with self.database.write() as connection:
                failed = {"outcome": {"why": error.code}, "ended_at": self.clock.now()}
                await requests.move(connection, row.request_id, "approved", "failed", **failed)
            log.warning("records.erasure_failed", code=error.code)
            return {}

    async def _finish(self, row: Any, erased: Erased) -> None:
        await erase_files(self.database, self.settings, erased)
        async with self.database.write() as connection:
            ended = {"outcome": asdict(erased), "ended_at": self.clock.now()}
            await requests.move(connection, row.request_id, "removing", "done", **ended)
