"""Writes destinations: one writes a version, another approves it, and only then it leads anybody.

Each function works in the caller's transaction.
"""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import Conflict, NotFound
from hub.staff.four_eyes import By, OwnWork
from navigation.content import DestinationContent
from navigation.store import destinations as store


async def do_create(
    connection: AsyncConnection, destination_id: str, content: DestinationContent, by: By
) -> None:
    """Writes a new destination, which waits for approval; raises `Conflict` where the id is taken."""
    if not await store.add(connection, destination_id):
        raise Conflict("there is a destination of this name already")
    await do_write(connection, destination_id, content, by)


async def do_write(
    connection: AsyncConnection, destination_id: str, content: DestinationContent, by: By
) -> None:
    """Writes the next version; one that waited is given up for it. Raises `NotFound`."""
    row = await _locked(connection, destination_id)
    waiting = await _waiting(connection, row)
    if waiting is not None:
        await _decide(connection, waiting, "rejected", by)
    await store.add_version(
        connection,
        destination_id,
        row.newest + 1,
        state="waiting",
        content=content.model_dump(mode="json", exclude_defaults=True),
        written_by=by.account_id,
        written_at=by.now,
    )


async def do_approve(connection: AsyncConnection, destination_id: str, version: int, by: By) -> None:
    """Leads customers by a version from now on; raises `NotFound`, `OwnWork`, `Conflict`."""
    row = await _locked(connection, destination_id)
    waiting = await _check_waiting(connection, row, version)
    if waiting.written_by == by.account_id:
        raise OwnWork("somebody else has to approve what you wrote")
    await _decide(connection, waiting, "approved", by)
    await store.change(connection, destination_id, live=version)


async def do_reject(connection: AsyncConnection, destination_id: str, version: int, by: By) -> None:
    """Leaves what is live as it is; raises `NotFound`, `Conflict`."""
    row = await _locked(connection, destination_id)
    await _decide(connection, await _check_waiting(connection, row, version), "rejected", by)


async def do_withdraw(connection: AsyncConnection, destination_id: str) -> None:
    """Leads nobody there any more, at once; raises `NotFound`, and `Conflict` where it leads nobody."""
    row = await _locked(connection, destination_id)
    if row.live is None:
        raise Conflict("nobody is led there")
    await store.change(connection, destination_id, live=None)


async def _locked(connection: AsyncConnection, destination_id: str) -> Any:
    row = await store.locked(connection, destination_id)
    if row is None:
        raise NotFound("there is no such destination")
    return row


async def _waiting(connection: AsyncConnection, row: Any) -> Any | None:
    versions = await store.versions(connection, row.destination_id)
    return next((each for each in versions if each.state == "waiting"), None)


async def _check_waiting(connection: AsyncConnection, row: Any, version: int) -> Any:
    waiting = await _waiting(connection, row)
    if waiting is None or waiting.version != version:
        raise Conflict("this version does not wait for approval any more")
    return waiting


async def _decide(connection: AsyncConnection, version: Any, state: str, by: By) -> None:
    await store.decide(
        connection,
        version.destination_id,
        version.version,
        state=state,
        decided_by=by.account_id,
        decided_at=by.now,
    )
