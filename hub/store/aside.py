"""Long reads beside the chats (lists, reports, exports): off the event loop, few at once, within a deadline.

On SQLite they run in threads, each with a read-only connection of its own: statements of `Database.read` run
in the event loop (docs/decisions/0007) and one that takes seconds would hold everybody up. On PostgreSQL they
have a small pool of their own, so that they never use up the connections of the message's way.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import QueuePool

from hub.compact_json import write_json
from hub.errors import DeadlineExceeded, TooMany
from hub.store.servers import Servers
from hub.store.sqlite import LOCK_WAIT_S, to_the_end

STEPS_BETWEEN_LOOKS = 50_000
"""SQLite asks after so many steps of its virtual machine whether to stop: about every millisecond."""

SILENCE_S = 5.0
"""A server that says nothing for so long, when it is connected to or after a deadline, is taken for dead."""


@dataclass(frozen=True, slots=True)
class AsideLimits:
    """How many read at once, how many seconds the next one waits for a place, and how long one may read."""

    at_once: int = 2
    wait_s: float = 5.0
    deadline_s: float = 30.0


LIMITS = AsideLimits()


class Aside(Protocol):
    """Gives out read-only transactions that see one state of the database."""

    def begin(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction; nothing of it is kept."""

    async def close(self) -> None:
        """Closes every connection."""


class Places:
    """Lets few read at once, each within its deadline."""

    def __init__(self, limits: AsideLimits) -> None:
        self._limits = limits
        self._free = asyncio.Semaphore(limits.at_once)

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Holds a place; raises `TooMany` where none comes free, `DeadlineExceeded` when time is up."""
        limits = self._limits
        try:
            async with asyncio.timeout(limits.wait_s):
                await self._free.acquire()
        except TimeoutError:
            raise TooMany("too many long readings at once", retry_after_s=limits.deadline_s) from None
        try:
            async with asyncio.timeout(limits.deadline_s) as deadline:
                yield
        except TimeoutError:
            if not deadline.expired():
                raise
            raise DeadlineExceeded(f"reading took longer than {limits.deadline_s:g} s") from None
        finally:
            self._free.release()


class SqliteAside:
    """Threads with a connection each, on one SQLite file."""

    def __init__(self, url: URL, loop_engine: AsyncEngine, limits: AsideLimits) -> None:
        self._loop_engine = loop_engine
        self._threads = ThreadPoolExecutor(limits.at_once, thread_name_prefix="aside")
        self._engine = create_engine(
            url.set(drivername="sqlite+pysqlite"),
            json_serializer=write_json,
            # Kept: a new one would read the whole schema, which takes longer than most of the lists.
            poolclass=QueuePool,
            pool_size=limits.at_once,
            max_overflow=-1,  # the threads are what is limited: none of them waits in here
            connect_args={"timeout": LOCK_WAIT_S, "check_same_thread": False},
        )
        event.listen(self._engine, "connect", _only_read)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A transaction whose statements run in a thread."""
        reading = _Reading()
        connection = await self._open(reading)
        try:
            yield _InThread(self._loop_engine, connection, self._threads, reading)
        finally:
            await to_the_end(connection.close, self._threads)

    async def close(self) -> None:
        """Lets the threads go; who still reads ends first."""
        self._threads.shutdown(wait=False)
        self._engine.dispose()

    async def _open(self, reading: "_Reading") -> Connection:
        opened: list[Connection] = []
        try:
            await to_the_end(lambda: opened.append(_begun(self._engine, reading)), self._threads)
        except asyncio.CancelledError:
            for connection in opened:
                await to_the_end(connection.close, self._threads)
            raise
        return opened[0]


class PostgresAside:
    """A pool of as many connections as may read at once."""

    def __init__(self, url: URL, limits: AsideLimits) -> None:
        self._timeout_ms = max(1, int(limits.deadline_s * 1000))
        engine = create_async_engine(
            url,
            json_serializer=write_json,
            pool_size=limits.at_once,
            max_overflow=0,
            pool_pre_ping=True,
            connect_args={
                "timeout": SILENCE_S,
                "command_timeout": limits.deadline_s + SILENCE_S,
                "async_creator_fn": Servers().connect,
            },
        )
        self._engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A transaction of which the server itself ends what takes too long."""
        async with self._engine.connect() as connection:
            await connection.exec_driver_sql(f"SET LOCAL statement_timeout = {self._timeout_ms}")
            yield connection

    async def close(self) -> None:
        """Closes every connection."""
        await self._engine.dispose()


class _Reading:
    """Whether a reading in a thread goes on; whoever waits for it may stop it."""

    def __init__(self) -> None:
        self.stopped = False

    def stop(self) -> None:
        self.stopped = True

    def is_stopped(self) -> bool:
        """SQLite's progress handler: true interrupts the statement."""
        return self.stopped


class _InThread(AsyncConnection):
    """SQLAlchemy's connection whose statements run, and whose rows are read, in a thread."""

    __slots__ = ("_reading", "_threads")

    def __init__(
        self, engine: AsyncEngine, connection: Connection, threads: ThreadPoolExecutor, reading: _Reading
    ) -> None:
        super().__init__(engine, connection)
        self._threads = threads
        self._reading = reading

    async def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        """Runs a statement; all its rows are in memory then."""

        def run() -> Any:
            result = self._proxied.execute(statement, parameters, execution_options=execution_options)
            return result.freeze()

        return (await self._run(run))()

    async def run_sync(self, fn: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        """Runs a function over the synchronous connection, in the thread."""
        return await self._run(lambda: fn(self._proxied, *arguments, **options))

    async def _run(self, job: Callable[[], Any]) -> Any:
        return await to_the_end(job, self._threads, on_cancel=self._reading.stop)


def _begun(engine: Engine, reading: _Reading) -> Connection:
    connection = engine.connect()
    raw: Any = connection.connection.dbapi_connection
    raw.set_progress_handler(reading.is_stopped, STEPS_BETWEEN_LOOKS)
    connection.exec_driver_sql("BEGIN")
    return connection


def _only_read(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by `_begun`, so that all sees one state
    connection.execute("PRAGMA query_only=ON")
