"""Runs a command's work on the database of the settings."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from hub.settings import Settings
from hub.store.database import Database

T = TypeVar("T")


def with_database(work: Callable[[Database], Awaitable[T]]) -> T:
    """Runs something on the database, and closes it."""

    async def go() -> T:
        database = Database(Settings().database)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(go())
