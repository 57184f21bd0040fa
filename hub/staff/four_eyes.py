"""The four-eyes principle (maker and checker): who does something to what another one has to approve."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import Conflict, NotAllowed, NotFound
from hub.store.versioned import VersionedRows


class OwnWork(NotAllowed):
    """Nobody approves what they wrote."""

    code = "own_work"


@dataclass(frozen=True, slots=True)
class By:
    """Actor of a change: who does something, and when."""

    account_id: str
    now: datetime


@dataclass(frozen=True, slots=True)
class FourEyes:
    """What one writes in versions and another approves; the live version stands until then.

    `missing`, `taken`, `not_live`: what is told of an id that is none, that is there already, that is not
    live. `whole`: contents are kept with what is their default, too. Each call works in the caller's
    transaction.
    """

    rows: VersionedRows
    missing: str
    taken: str
    not_live: str
    whole: bool = False

    async def do_create(self, connection: AsyncConnection, one: str, content: BaseModel, by: By) -> None:
        """Writes a new one, which waits for approval; raises `Conflict` where the id is taken."""
        if not await self.rows.add(connection, one):
            raise Conflict(self.taken)
        await self.do_write(connection, one, content, by)

    async def do_write(self, connection: AsyncConnection, one: str, content: BaseModel, by: By) -> None:
        """Writes the next version; one that waited is given up for it. Raises `NotFound`."""
        row = await self._locked(connection, one)
        waiting = await self._waiting(connection, one)
        if waiting is not None:
            await self._decide(connection, one, waiting, "rejected", by)
        await self.rows.add_version(
            connection,
            one,
            row.newest + 1,
            state="waiting",
            content=content.model_dump(mode="json", exclude_defaults=not self.whole),
            written_by=by.account_id,
            written_at=by.now,
        )

    async def do_approve(self, connection: AsyncConnection, one: str, version: int, by: By) -> None:
        """Makes a version live from now on; raises `NotFound`, `OwnWork`, `Conflict`."""
        waiting = await self._check_waiting(connection, one, version)
        if waiting.written_by == by.account_id:
            raise OwnWork("somebody else has to approve what you wrote")
        await self._decide(connection, one, waiting, "approved", by)
        await self.rows.set_live(connection, one, version)

    async def do_reject(self, connection: AsyncConnection, one: str, version: int, by: By) -> None:
        """Leaves what is live as it is; raises `NotFound`, `Conflict`."""
        waiting = await self._check_waiting(connection, one, version)
        await self._decide(connection, one, waiting, "rejected", by)

    async def do_withdraw(self, connection: AsyncConnection, one: str) -> None:
        """Has none live any more, at once; raises `NotFound`, and `Conflict` where none is."""
        if (await self._locked(connection, one)).live is None:
            raise Conflict(self.not_live)
        await self.rows.set_live(connection, one, None)

    async def _locked(self, connection: AsyncConnection, one: str) -> Any:
        row = await self.rows.locked(connection, one)
        if row is None:
            raise NotFound(self.missing)
        return row

    async def _waiting(self, connection: AsyncConnection, one: str) -> Any | None:
        versions = await self.rows.versions(connection, one)
        return next((each for each in versions if each.state == "waiting"), None)

    async def _check_waiting(self, connection: AsyncConnection, one: str, version: int) -> Any:
        await self._locked(connection, one)
        waiting = await self._waiting(connection, one)
        if waiting is None or waiting.version != version:
            raise Conflict("this version does not wait for approval any more")
        return waiting

    async def _decide(self, connection: AsyncConnection, one: str, row: Any, state: str, by: By) -> None:
        decided = {"decided_by": by.account_id, "decided_at": by.now}
        await self.rows.decide(connection, one, row.version, state=state, **decided)
