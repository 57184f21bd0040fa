"""Opens the database and gives out transactions: one writer at a time on SQLite, a pool on PostgreSQL."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from hub.errors import StoreUnavailable
from hub.store.sqlite import DRIVER, LOCK_WAIT_S

POOL_WAIT_S = 2.0
CONNECT_S = 60.0
LATELY_S = 5.0

NOT_NOW = ("08", "25006", "40", "53", "55P03", "57", "58")
"""How SQLSTATEs begin by which PostgreSQL says that it cannot just now, whatever the statement: connection
lost, read only (a stand-by), deadlock or conflict, no room, lock not free, shutting down or starting, disk
(https://www.postgresql.org/docs/current/errcodes-appendix.html)."""


class Database:
    """Read and write transactions over one URL.

    On SQLite a write takes `BEGIN IMMEDIATE` under a process-wide lock, so writers never deadlock;
    `synchronous=FULL` makes every commit reach the disk before it returns.
    """

    def __init__(self, url: str, *, read_only: bool = False, deadline_s: float | None = None) -> None:
        """`deadline_s`: how long PostgreSQL may take to take a connection, or for one statement."""
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.url = self.url.set(drivername=DRIVER)
        self._read_only = read_only
        self._deadline_s = deadline_s
        self._writing = asyncio.Lock()
        self._failed_at = -LATELY_S
        self._reader = self._engine(immediate=False)
        self._writer = self._engine(immediate=True) if self.is_sqlite else self._reader

    def _engine(self, *, immediate: bool) -> AsyncEngine:
        if not self.is_sqlite:
            engine = create_async_engine(
                self.url,
                json_serializer=_json,
                pool_size=10,
                max_overflow=10,
                pool_timeout=POOL_WAIT_S,
                connect_args={"timeout": self._deadline_s or CONNECT_S, "command_timeout": self._deadline_s},
            )
            event.listen(engine.sync_engine, "checkout", _check_open)
            return engine
        engine = create_async_engine(self.url, json_serializer=_json, connect_args={"timeout": LOCK_WAIT_S})
        event.listen(engine.sync_engine, "connect", _sqlite_connect(read_only=self._read_only))
        event.listen(engine.sync_engine, "begin", _sqlite_begin(immediate=immediate))
        return engine

    @property
    def engine(self) -> AsyncEngine:
        """The engine that writes, for migrations."""
        return self._writer

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads; raises `StoreUnavailable`."""
        async with _transaction(self._reader) as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that is on disk once the block has ended; raises `StoreUnavailable`."""
        if self._read_only:
            raise StoreUnavailable("this process may only read")
        async with AsyncExitStack() as stack:
            stack.push(self._remember)
            if self.is_sqlite:
                await stack.enter_async_context(self._writing)
            yield await stack.enter_async_context(_transaction(self._writer))

    @property
    def failed_lately(self) -> bool:
        """Whether a write failed in the last five seconds."""
        return time.monotonic() - self._failed_at < LATELY_S

    def _remember(self, kind: type[BaseException] | None, _error: object, _trace: object) -> None:
        if kind is not None and issubclass(kind, StoreUnavailable):
            self._failed_at = time.monotonic()

    async def close(self) -> None:
        """Closes every connection."""
        await self._reader.dispose()
        if self._writer is not self._reader:
            await self._writer.dispose()


@asynccontextmanager
async def _transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(_guarded())
        try:
            connection = await stack.enter_async_context(engine.begin())
        except OSError as error:  # an unknown host, several addresses that all refuse, …
            raise StoreUnavailable("the database cannot be reached", cause=_cause(error)) from error
        yield connection


@asynccontextmanager
async def _guarded() -> AsyncIterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout, TimeoutError, ConnectionError) as error:
        raise StoreUnavailable("the database does not answer or cannot write", cause=_cause(error)) from error
    except DBAPIError as error:
        if error.connection_invalidated or _sqlstate(error).startswith(NOT_NOW):
            raise StoreUnavailable("the database cannot do it just now", cause=_cause(error)) from error
        raise


def _sqlstate(error: DBAPIError) -> str:
    """PostgreSQL's code for what went wrong; empty on SQLite."""
    return str(getattr(error.orig, "sqlstate", None) or "")


def _json(value: Any) -> str:
    """Chinese as it is: escaped, it would take twice the room."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _cause(error: BaseException) -> str:
    return str(error.orig) if isinstance(error, DBAPIError) else repr(error)


def _check_open(connection: Any, _record: Any, _fairy: Any) -> None:
    """Has the pool replace a connection that the server has closed.

    A ping would find no more, and its three round trips before every transaction are what hurts most when
    the server is slow. Who died without closing is found by the first statement, in its deadline.
    """
    if connection.driver_connection.is_closed():
        raise DisconnectionError


def _sqlite_connect(*, read_only: bool) -> Any:
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's own BEGIN below decides
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"query_only={'ON' if read_only else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return on_connect


def _sqlite_begin(*, immediate: bool) -> Any:
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return on_begin
