"""Ways in which PostgreSQL is there and does not help: slow, silent, or locked by somebody else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum

import asyncpg
from sqlalchemy.engine import make_url

from tests.support.postgres_proxy import PostgresProxy

SLOW_BY_S = 2.0


class Disturbance(StrEnum):
    """What happens to the server for a while."""

    SLOW = "slow"
    """Every answer comes 2 s later."""
    SILENT = "silent"
    """It takes connections and statements, and answers nothing."""
    LOCKED = "locked"
    """Somebody holds a lock that every transaction needs: the pool is soon exhausted."""


@asynccontextmanager
async def disturbed(how: Disturbance, proxy: PostgresProxy, server_url: str) -> AsyncIterator[None]:
    """Disturbs while the block runs; what was held back afterwards comes at once."""
    match how:
        case Disturbance.SLOW:
            proxy.slow_down(SLOW_BY_S)
            try:
                yield
            finally:
                proxy.slow_down(0)
        case Disturbance.SILENT:
            proxy.fall_silent(True)
            try:
                yield
            finally:
                proxy.fall_silent(False)
        case Disturbance.LOCKED:
            async with _locked(server_url):
                yield


@asynccontextmanager
async def _locked(server_url: str) -> AsyncIterator[None]:
    url = make_url(server_url).set(drivername="postgresql")
    connection = await asyncpg.connect(url.render_as_string(hide_password=False))
    try:
        while True:
            transaction = connection.transaction()
            await transaction.start()
            try:
                await connection.execute("LOCK TABLE message IN ACCESS EXCLUSIVE MODE")
                break
            except asyncpg.DeadlockDetectedError:
                # Of the transactions under way it was this one that had to give in.
                await transaction.rollback()
                await asyncio.sleep(0.01)
        yield
    finally:
        await connection.close()
