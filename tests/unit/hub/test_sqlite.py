"""SQLite in the event loop: nobody waits for disk or lock, nobody touches what a thread still uses."""

import asyncio
import gc
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from hub.errors import StoreUnavailable
from hub.store import sqlite
from hub.store.database import Database


@pytest.fixture
async def database(tmp_path: Path) -> Database:
    made = Database(f"sqlite:///{tmp_path / 'a.db'}")
    async with made.write() as connection:
        await connection.execute(text("CREATE TABLE t (n INTEGER)"))
    return made


async def count(database: Database) -> int:
    async with database.read() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM t"))).scalar_one())


async def put(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(text("INSERT INTO t VALUES (1)"))


async def test_a_cancelled_commit_is_waited_for_before_anybody_may_go_on() -> None:
    may_end, ended = threading.Event(), threading.Event()

    def slow() -> None:
        may_end.wait(10)
        ended.set()

    task = asyncio.create_task(sqlite.to_the_end(slow))
    await asyncio.sleep(0.05)
    for _ in range(2):
        task.cancel()
        await asyncio.sleep(0.05)
        assert not task.done(), "the thread still works"
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()


async def test_writers_cancelled_at_any_moment_leave_a_database_that_works(database: Database) -> None:
    for turn in range(200):
        task = asyncio.create_task(put(database))
        for _ in range(turn % 12):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    before = await count(database)
    await put(database)
    assert await count(database) == before + 1
    await database.close()


async def test_a_file_locked_by_another_process_holds_up_no_other_task(database: Database) -> None:
    other = sqlite3.connect(str(database.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(put(database))
    begun = asyncio.get_running_loop().time()
    for _ in range(20):
        await asyncio.sleep(0.01)
    assert asyncio.get_running_loop().time() - begun < 5, "the loop stood still"
    assert not writing.done()
    other.execute("COMMIT")
    other.close()
    await writing
    assert await count(database) == 1
    await database.close()


async def test_a_lock_that_is_never_given_back_is_a_store_that_is_away(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "LOCK_WAIT_S", 0.1)
    other = sqlite3.connect(str(database.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable):
        await put(database)
    other.close()
    await put(database)
    assert await count(database) == 1
    await database.close()


async def test_a_slow_disk_holds_up_the_loop_once_and_then_ever_more_seldom(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[bool] = []
    main = threading.get_ident()
    monkeypatch.setattr(sqlite, "SLOW_COMMIT_S", 0.0)
    await database.close()  # its connections may have met a slow commit before
    commit = sqlite._Connection.commit

    def slow(self: sqlite._Connection) -> None:
        if self.in_transaction:
            threads.append(threading.get_ident() != main)
        commit(self)

    monkeypatch.setattr(sqlite._Connection, "commit", slow)
    for _ in range(60):
        await put(database)
    assert [place for place, aside in enumerate(threads) if not aside] == [0, 17, 50]
    assert await count(database) == 60
    await database.close()


def test_a_disk_that_is_quick_again_is_trusted_again() -> None:
    pace = sqlite.CommitPace()
    for seconds, aside in ((1.0, 16), (1.0, 32), (0.0001, 0), (1.0, 16)):
        assert pace.at_once()
        pace.took(seconds)
        assert not any(pace.at_once() for _ in range(aside))


async def test_a_connection_in_use_when_all_are_closed_is_closed_when_it_comes_back(
    database: Database,
) -> None:
    async with database.write():
        await database._writes.close()
    assert database._writes._idle == []
    async with database.write():
        pass
    assert len(database._writes._idle) == 1
    await database.close()


async def test_a_database_that_is_forgotten_leaves_nothing_open(tmp_path: Path) -> None:
    file = tmp_path / "forgotten.db"
    forgotten = Database(f"sqlite:///{file}")
    for transaction in (forgotten.read, forgotten.write):
        async with transaction() as connection:
            await connection.execute(text("SELECT 1"))
    assert open_files(file) > 0
    del forgotten, transaction, connection
    gc.collect()  # what it finds open, and nobody can close, fails this test
    assert open_files(file) == 0


def open_files(file: Path) -> int:
    """How often this process has a file open."""
    return sum(each.resolve() == file for each in Path("/proc/self/fd").iterdir())
