"""SQLite under asyncio: statements run at once in the event loop, what waits for the disk in a thread.

On a message's way every statement reads or writes a few rows by key and takes microseconds; a thread hop
for each cost many times that (docs/decisions/0007). Only commit, rollback and a `BEGIN IMMEDIATE`
that finds the file locked by another process leave the loop.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import URL
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util.concurrency import await_, in_greenlet

DRIVER = "sqlite+inloop"
LOCK_WAIT_S = 10.0
_BEGIN_WRITE = "BEGIN IMMEDIATE"


async def _at_once() -> None:
    """Nothing to wait for; SQLAlchemy wants to see every statement awaited."""


async def _to_the_end(job: Callable[[], Any]) -> Any:
    """Runs a job in a thread and waits for its end even when cancelled.

    A cancelled task gives its connection back at once: nobody may touch it while a thread still uses it.
    """
    running = asyncio.get_running_loop().run_in_executor(None, job)
    cancelled: asyncio.CancelledError | None = None
    while not running.done():
        try:
            await asyncio.wait({running})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        running.exception()
        raise cancelled
    return running.result()


class _Cursor(sqlite3.Cursor):
    """A cursor whose statements run at once, but for a lock that another process holds."""

    def execute(self, statement: str, parameters: Any = (), /) -> "_Cursor":
        connection: _Connection = self.connection  # type: ignore[assignment]
        if statement == _BEGIN_WRITE:
            connection.begin_write()
            return self
        if in_greenlet():
            await_(_at_once())
        super().execute(statement, parameters)
        return self

    def executemany(self, statement: str, parameters: Any, /) -> "_Cursor":
        if in_greenlet():
            await_(_at_once())
        super().executemany(statement, parameters)
        return self

    async def _async_soft_close(self) -> None:
        """What SQLAlchemy asks of a cursor before its rows are read outside: here they stay in reach."""


class _Connection(sqlite3.Connection):
    """A connection of one task at a time, as the pool gives it out; the lock outlives every thread."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._used = threading.Lock()
        self._closed = False

    def cursor(self, *_: Any) -> sqlite3.Cursor:  # type: ignore[override]
        """A new cursor."""
        return super().cursor(_Cursor)

    def begin_write(self) -> None:
        """Takes the write lock: at once where it is free, else in a thread for ten seconds at most."""
        plain = super().cursor()
        plain.execute("PRAGMA busy_timeout=0")
        try:
            plain.execute(_BEGIN_WRITE)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
        finally:
            plain.execute(f"PRAGMA busy_timeout={int(LOCK_WAIT_S * 1000)}")
        if not self.in_transaction:
            self._aside(lambda: plain.execute(_BEGIN_WRITE))
        elif in_greenlet():
            await_(_at_once())

    def commit(self) -> None:
        """Ends the transaction; on disk when this returns."""
        if self.in_transaction:
            self._aside(super().commit)

    def rollback(self) -> None:
        """Takes the transaction back."""
        if self.in_transaction:
            self._aside(super().rollback)

    def close(self) -> None:
        """Closes the connection, once no thread uses it; a second time does nothing."""
        with self._used:
            if not self._closed:
                self._closed = True
                super().close()

    def _aside(self, job: Callable[[], Any]) -> None:
        def alone() -> None:
            with self._used:
                job()

        if in_greenlet():
            await_(_to_the_end(alone))
        else:
            alone()


class InLoopSqlite(SQLiteDialect_pysqlite):
    """SQLAlchemy's own dialect of SQLite, for connections that live in the event loop."""

    driver = "inloop"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, _url: URL) -> type[Pool]:
        """A pool for asyncio."""
        return AsyncAdaptedQueuePool

    def create_connect_args(self, url: URL) -> Any:
        """Connections of our own kind, which the threads of one process may use in turn."""
        arguments, options = super().create_connect_args(url)
        return arguments, {**options, "check_same_thread": False, "factory": _Connection}

    def get_driver_connection(self, connection: Any) -> Any:
        """The connection itself: there is no adapter around it."""
        return connection


registry.register("sqlite.inloop", __name__, InLoopSqlite.__name__)
