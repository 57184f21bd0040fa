"""Opens the database and gives out transactions: one writer at a time on SQLite, a pool on PostgreSQL."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from hub.compact_json import write_json
from hub.errors import StoreUnavailable
from hub.store.after_commit import Afterwards, noting
from hub.store.aside import LIMITS, Aside, AsideLimits, Places, PostgresAside, SqliteAside
from hub.store.servers import Servers
from hub.store.sqlite import DRIVER, LOCK_WAIT_S, Transactions

CONNECTIONS = 20
"""Of one process to PostgreSQL at most, opened as they are needed."""

POOL_WAIT_S = 2.0
CONNECT_S = 60.0
LATELY_S = 5.0
PAGE_BYTES = 2048
"""A commit of a few rows changes a dozen pages and waits until they are on disk: small ones cost less."""

NOT_NOW = ("08", "25006", "40", "53", "55P03", "57", "58")
"""How SQLSTATEs begin by which PostgreSQL says that it cannot just now, whatever the statement: connection
lost, read only (a stand-by), deadlock or conflict, no room, lock not free, shutting down or starting, disk
(https://www.postgresql.org/docs/current/errcodes-appendix.html)."""


NOT_THERE = (
    OperationalError,
    InterfaceError,
    sqlite3.OperationalError,  # of BEGIN and COMMIT, which SQLAlchemy does not run
    PoolTimeout,
    TimeoutError,
    ConnectionError,
)


class Database:
    """Read and write transactions over one URL.

    On SQLite a write takes `BEGIN IMMEDIATE` under a process-wide lock, so writers never deadlock;
    `synchronous=FULL` makes every commit reach the disk before it returns.
    """

    def __init__(
        self,
        url: str,
        *,
        read_only: bool = False,
        deadline_s: float | None = None,
        aside: AsideLimits = LIMITS,
    ) -> None:
        """`deadline_s`: how long PostgreSQL may take to take a connection, or for one statement.

        `aside`: the bounds of `read_aside`.
        """
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.url = self.url.set(drivername=DRIVER)
        self._read_only = read_only
        self._deadline_s = deadline_s
        self._writing = asyncio.Lock()
        self._failed_at = -LATELY_S
        self.on_unavailable: Callable[[BaseException], None] = _go_on
        """Is told what the driver raised, before `StoreUnavailable` is."""
        self.engine = self._sqlite() if self.is_sqlite else self._postgres()
        if self.is_sqlite:
            self._reads = Transactions(self.engine, immediate=False)
            self._writes = Transactions(self.engine, immediate=True)
        self._places = Places(aside)
        self._aside: Aside = (
            SqliteAside(self.url, self.engine, aside) if self.is_sqlite else PostgresAside(self.url, aside)
        )

    def _postgres(self) -> AsyncEngine:
        engine = create_async_engine(
            self.url,
            json_serializer=write_json,
            pool_size=CONNECTIONS,  # and none beyond: each new one would prepare its statements anew
            max_overflow=0,
            pool_timeout=POOL_WAIT_S,
            connect_args={
                "timeout": self._deadline_s or CONNECT_S,
                "command_timeout": self._deadline_s,
                "async_creator_fn": Servers().connect,
            },
        )
        event.listen(engine.sync_engine, "checkout", _check_open)
        return engine

    def _sqlite(self) -> AsyncEngine:
        engine = create_async_engine(
            self.url, json_serializer=write_json, connect_args={"timeout": LOCK_WAIT_S}
        )
        event.listen(engine.sync_engine, "connect", _sqlite_connect(read_only=self._read_only))
        return engine

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads; raises `StoreUnavailable`."""
        with _guarded(self.on_unavailable):
            async with self._reads.begin() if self.is_sqlite else self._on_server() as connection:
                yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that is on disk once the block has ended; raises `StoreUnavailable`.

        Then what was noted with `after_commit` is done.
        """
        if self._read_only:
            raise StoreUnavailable("this process may only read")
        afterwards: list[Afterwards] = []
        try:
            with _guarded(self.on_unavailable):
                if self.is_sqlite:
                    async with self._writing, self._writes.begin() as connection:
                        with noting(connection, afterwards):
                            yield connection
                else:
                    async with self._on_server() as connection:
                        with noting(connection, afterwards):
                            yield connection
        except StoreUnavailable:
            self._failed_at = time.monotonic()
            raise
        for do in afterwards:
            do()

    @asynccontextmanager
    async def read_aside(self) -> AsyncIterator[AsyncConnection]:
        """A transaction for long reads (lists, reports, exports), which hold up nobody meanwhile.

        All its statements see one state. Raises `TooMany` where too many read already, `DeadlineExceeded`
        for what takes too long, `StoreUnavailable`, also for an attempt to write. Each `execute` brings all
        its rows at once: what may be many is read in pages.
        """
        async with self._places.taken():
            with _guarded(self.on_unavailable):
                async with _reached(self._aside.begin()) as connection:
                    yield connection

    @property
    def failed_lately(self) -> bool:
        """Whether a write failed in the last five seconds."""
        return time.monotonic() - self._failed_at < LATELY_S

    async def close(self) -> None:
        """Closes every connection."""
        await self._aside.close()
        if self.is_sqlite:
            await self._reads.close()
            await self._writes.close()
        await self.engine.dispose()

    def _on_server(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return _reached(self.engine.begin())


@asynccontextmanager
async def _reached(begun: AbstractAsyncContextManager[AsyncConnection]) -> AsyncIterator[AsyncConnection]:
    async with AsyncExitStack() as stack:
        try:
            connection = await stack.enter_async_context(begun)
        except OSError as error:  # an unknown host, several addresses that all refuse, …
            raise StoreUnavailable("the database cannot be reached", cause=_cause(error)) from error
        yield connection


def _go_on(_error: BaseException) -> None:
    """Whatever the error is, the next transaction may be tried."""


@contextmanager
def _guarded(on_unavailable: Callable[[BaseException], None]) -> Iterator[None]:
    try:
        yield
    except NOT_THERE as error:
        on_unavailable(_driver_error(error))
        raise StoreUnavailable("the database does not answer or cannot write", cause=_cause(error)) from error
    except DBAPIError as error:
        if error.connection_invalidated or _sqlstate(error).startswith(NOT_NOW):
            raise StoreUnavailable("the database cannot do it just now", cause=_cause(error)) from error
        raise


def _sqlstate(error: DBAPIError) -> str:
    """PostgreSQL's code for what went wrong; empty on SQLite."""
    return str(getattr(error.orig, "sqlstate", None) or "")


def _driver_error(error: BaseException) -> BaseException:
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error


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
        connection.isolation_level = None  # `hub.store.sqlite` begins transactions itself
        cursor = connection.cursor()
        for pragma in (
            f"page_size={PAGE_BYTES}",  # of a file that is made now
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"query_only={'ON' if read_only else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return on_connect
