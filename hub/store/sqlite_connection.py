"""A SQLite connection for SQLAlchemy's asyncio: statements run at once, what waits for the disk in a thread.

aiosqlite sends every step of every statement through a thread, four hops a statement, which cost far
more than the statements themselves (docs/decisions/0006). Here only `BEGIN IMMEDIATE` (which may wait for
another process), commit and rollback leave the event loop. It offers what SQLAlchemy's aiosqlite dialect
asks of a connection, and is handed to it as `async_creator_fn`.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self


class _AtOnce:
    """Stands where aiosqlite has its thread's queue: the dialect sets the isolation level through it."""

    def put_nowait(self, job: tuple["asyncio.Future[Any]", Callable[[], Any]]) -> None:
        future, function = job
        future.set_result(function())


class _Cursor:
    """A cursor whose coroutines never suspend, but for a statement that may wait for a lock."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor
        self.arraysize = 1

    @property
    def description(self) -> Any:
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        if statement == "BEGIN IMMEDIATE":
            await asyncio.to_thread(self._cursor.execute, statement)
        else:
            self._cursor.execute(statement, parameters)

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> None:
        self._cursor.executemany(statement, parameters)

    async def fetchone(self) -> Any:
        return self._cursor.fetchone()

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        return self._cursor.fetchmany(size or self.arraysize)

    async def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    async def close(self) -> None:
        self._cursor.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


class SqliteConnection:
    """One connection; used by one task at a time, as the pool gives it out."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._conn = raw
        self._connection: sqlite3.Connection | None = raw
        self._tx = _AtOnce()

    @property
    def isolation_level(self) -> str | None:
        """The isolation level of the connection below; None while our own BEGIN decides."""
        return self._conn.isolation_level

    def cursor(self) -> _Cursor:
        """A new cursor."""
        return _Cursor(self._conn.cursor())

    async def create_function(self, *arguments: Any, **options: Any) -> None:
        """Registers an SQL function."""
        self._conn.create_function(*arguments, **options)

    async def commit(self) -> None:
        """Ends the transaction; on disk when this returns."""
        if self._conn.in_transaction:
            await asyncio.to_thread(self._conn.commit)

    async def rollback(self) -> None:
        """Takes the transaction back."""
        if self._conn.in_transaction:
            await asyncio.to_thread(self._conn.rollback)

    async def close(self) -> None:
        """Closes the connection; a second time does nothing."""
        self.stop()

    def stop(self) -> None:
        """Closes the connection without waiting."""
        if self._connection is not None:
            self._connection = None
            self._conn.close()


async def open_sqlite(*arguments: Any, **options: Any) -> SqliteConnection:
    """Opens a connection that the threads of one process may use in turn."""
    options["check_same_thread"] = False
    return SqliteConnection(await asyncio.to_thread(sqlite3.connect, *arguments, **options))
