"""Takes the last traces of removed rows out of the database's own files."""

import asyncio
import sqlite3
import time
from collections.abc import Sequence

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import StoreUnavailable
from hub.store.database import Database
from records.left import LeftBehind

BUSY_S = 30.0
"""So long it is tried to write the log back while others read."""

log = structlog.get_logger(__name__)


async def overwrite_removed(connection: AsyncConnection) -> None:
    """Has SQLite overwrite with zeros what this transaction removes; PostgreSQL cannot."""
    if connection.dialect.name == "sqlite":
        await connection.execute(text("PRAGMA secure_delete=ON"))


async def scrub(database: Database, tables: Sequence[str], *, rewrite: bool) -> list[LeftBehind]:
    """What is left afterwards; raises `StoreUnavailable` where the database is busy.

    SQLite: the file is written anew (VACUUM), since rows that were changed earlier lie in it as they were,
    and its log is written back and cut to nothing. PostgreSQL: with `rewrite` these tables are written anew
    (VACUUM FULL), which locks each for the time that it takes.
    """
    if database.is_sqlite:
        await asyncio.to_thread(_scrub_sqlite, str(database.url.database))
        return []
    if rewrite:
        await _scrub_postgres(database, tables)
    freed = [] if rewrite else [LeftBehind("freed_pages")]
    return [*freed, LeftBehind("write_ahead_log"), LeftBehind("statistics")]


def _scrub_sqlite(path: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None, timeout=BUSY_S)
    try:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("VACUUM")
        until = time.monotonic() + BUSY_S
        while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            if time.monotonic() > until:
                raise StoreUnavailable("the log of SQLite cannot be cut while others read: try again")
            time.sleep(0.1)
    except sqlite3.OperationalError as error:
        raise StoreUnavailable("the database is busy, its file was not written anew: try again") from error
    finally:
        connection.close()


async def _scrub_postgres(database: Database, tables: Sequence[str]) -> None:
    async with database.engine.connect() as opened:
        connection = await opened.execution_options(isolation_level="AUTOCOMMIT")
        for table in tables:
            await connection.execute(text(f'VACUUM (FULL, ANALYZE) "{table}"'))
        try:
            await connection.execute(text("CHECKPOINT"))
        except DBAPIError:
            # It needs a right that the house need not have; the next one comes by itself.
            log.info("records.no_checkpoint")
