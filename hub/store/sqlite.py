"""SQLite under asyncio: everything runs at once in the event loop, but for what proves to wait.

On a message's way every statement reads or writes a few rows by key and takes microseconds; a thread hop
for each cost many times that (docs/decisions/0007), and one for each commit costs more than a quick disk
takes for it (docs/decisions/0008). A commit goes to a thread where the last one was slow; so does a
`BEGIN IMMEDIATE` that finds the file locked by another process.
"""

import asyncio
import sqlite3
import threading
import time
import weakref
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import URL
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util.concurrency import await_, in_greenlet

from hub.store.once import Compilations

DRIVER = "sqlite+inloop"
LOCK_WAIT_S = 10.0
SLOW_COMMIT_S = 0.005
FEWEST_ASIDE = 16
MOST_ASIDE = 1024
KEPT_OPEN = 5
"""Most idle connections of one kind that stay open."""


async def _at_once() -> None:
    """Nothing to wait for; SQLAlchemy wants to see every statement awaited."""


def _let_it_end() -> None:
    """A job that nobody waits for any more takes the time that it takes."""


async def to_the_end(
    job: Callable[[], Any], threads: Executor | None = None, on_cancel: Callable[[], None] = _let_it_end
) -> Any:
    """Runs a job in a thread and waits for its end even when cancelled; then `on_cancel` is called first.

    A cancelled task gives its connection back at once: nobody may touch it while a thread still uses it.
    """
    running = asyncio.get_running_loop().run_in_executor(threads, job)
    cancelled: asyncio.CancelledError | None = None
    while not running.done():
        try:
            await asyncio.wait({running})
        except asyncio.CancelledError as error:
            cancelled = error
            on_cancel()
    if cancelled is not None:
        running.exception()
        raise cancelled
    return running.result()


class CommitPace:
    """Says which commits may hold up the event loop: those of a disk that was quick the last time.

    After a slow one the next 16 go to a thread, then one is tried again; on a disk that stays slow twice as
    many each time, up to 1,024. A commit in a thread tells nothing: it also waits for the interpreter.
    """

    def __init__(self) -> None:
        self._aside = 0
        self._next = FEWEST_ASIDE

    def at_once(self) -> bool:
        """Whether the commit that comes now may run in the loop; to be asked once for each."""
        if self._aside == 0:
            return True
        self._aside -= 1
        return False

    def took(self, seconds: float) -> None:
        """Takes note of a commit that ran in the loop."""
        if seconds < SLOW_COMMIT_S:
            self._next = FEWEST_ASIDE
            return
        self._aside, self._next = self._next, min(2 * self._next, MOST_ASIDE)


class _Cursor(sqlite3.Cursor):
    """A cursor whose statements run at once."""

    def execute(self, statement: str, parameters: Any = (), /) -> "_Cursor":
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
    """A connection of one task at a time; the lock outlives every thread."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._used = threading.Lock()
        self._closed = False
        self._pace = CommitPace()

    def cursor(self, *_: Any) -> sqlite3.Cursor:  # type: ignore[override]
        """A new cursor."""
        return super().cursor(_Cursor)

    def plain_cursor(self) -> sqlite3.Cursor:
        """A cursor for statements that SQLAlchemy does not run."""
        return super().cursor()

    async def begin(self, *, immediate: bool) -> None:
        """Begins a transaction; the write lock is taken at once where it is free, else in a thread."""
        plain = self.plain_cursor()
        if not immediate:
            plain.execute("BEGIN")
            return
        try:
            plain.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            await self._aside(lambda: _begin_when_free(plain))

    async def end(self) -> None:
        """Commits; on disk when this returns."""
        if not self._pace.at_once():
            await self._aside(self.commit)
            return
        begun = time.perf_counter()
        self.commit()
        self._pace.took(time.perf_counter() - begun)

    def close(self) -> None:
        """Closes the connection, once no thread uses it; a second time does nothing."""
        with self._used:
            if not self._closed:
                self._closed = True
                super().close()

    async def _aside(self, job: Callable[[], Any]) -> None:
        def alone() -> None:
            with self._used:
                job()

        await to_the_end(alone)


def _set_lock_wait(cursor: sqlite3.Cursor, seconds: float) -> None:
    cursor.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")


def _begin_when_free(cursor: sqlite3.Cursor) -> None:
    _set_lock_wait(cursor, LOCK_WAIT_S)
    try:
        cursor.execute("BEGIN IMMEDIATE")
    finally:
        _set_lock_wait(cursor, 0.0)


class _AtOnce(AsyncConnection):
    """SQLAlchemy's connection without a greenlet for each statement: none of them waits."""

    __slots__ = ("_compilations", "_cursor")

    def __init__(
        self, engine: AsyncEngine, connection: Any, compilations: Compilations, *, lock_wait_s: float
    ) -> None:
        super().__init__(engine, connection)
        self._compilations = compilations
        self._cursor: sqlite3.Cursor = connection.connection.dbapi_connection.plain_cursor()
        _set_lock_wait(self._cursor, lock_wait_s)

    async def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """Runs a statement."""
        given = {} if parameters is None else parameters
        compiled = self._compilations.of(statement, given)
        if compiled is not None:
            return compiled.run(self._cursor, given)
        return self._proxied.execute(statement, parameters, execution_options=execution_options)

    def in_transaction(self) -> bool:
        """Whether one has begun, for which SQLAlchemy need not have run anything."""
        return self._cursor.connection.in_transaction


class Transactions:
    """Gives out transactions on one SQLite file, to read or to write, on connections that stay open."""

    def __init__(self, engine: AsyncEngine, *, immediate: bool) -> None:
        self._engine = engine
        self._immediate = immediate
        self._compilations = Compilations(engine.dialect)
        self._idle: list[_AtOnce] = []
        self._closings = 0
        # Whoever forgets a database without a word leaves no connection open behind.
        weakref.finalize(self, _close_all, self._idle).atexit = False

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A transaction: committed at the end of the block, or rolled back when that raises."""
        connection = self._idle.pop() if self._idle else await self._open()
        closings = self._closings
        held: Any = connection.sync_connection
        try:
            raw: _Connection = held.connection.dbapi_connection
            await raw.begin(immediate=self._immediate)
            yield connection
            await raw.end()
            # SQLAlchemy keeps its own books, of what it ran itself; it would let SQLite commit in a greenlet.
            if held.in_transaction():
                held.commit()
        except BaseException:
            held.close()
            raise
        if len(self._idle) < KEPT_OPEN and closings == self._closings:
            self._idle.append(connection)
        else:
            held.close()

    async def close(self) -> None:
        """Closes every connection; those in use when they come back."""
        self._closings += 1
        while self._idle:
            await self._idle.pop().close()

    async def _open(self) -> _AtOnce:
        opened = await self._engine.connect()
        # Whoever writes waits for the lock in a thread. A reader has hardly ever to wait, under WAL.
        wait_s = 0.0 if self._immediate else LOCK_WAIT_S
        return _AtOnce(self._engine, opened.sync_connection, self._compilations, lock_wait_s=wait_s)


def _close_all(idle: list[_AtOnce]) -> None:
    while idle:
        held: Any = idle.pop().sync_connection
        held.close()


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
