"""Queries on what the router is to look at again."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from handoff.store.schema_routing import change

TASK, AGENT, SETUP = "task", "agent", "setup"


async def tell(connection: AsyncConnection, kind: str, key: str = "") -> None:
    """Has the router look at a task, an agent or the setup again, once this transaction is on disk."""
    values = {"change_id": secrets.token_hex(16), "kind": kind, "key": key}
    await connection.execute(change.insert().values(**values))


async def waiting(connection: AsyncConnection, limit: int) -> Sequence[Any]:
    """What has been told and not been looked at."""
    return (await connection.execute(select(change).limit(limit))).all()


async def forget(connection: AsyncConnection, change_ids: Sequence[str]) -> None:
    """Removes what has been looked at; only that: what was told meanwhile stays."""
    await connection.execute(change.delete().where(change.c.change_id.in_(change_ids)))
