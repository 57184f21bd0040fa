"""Transactions: all or nothing, and every way in which a database can be away has one name."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import IntegrityError

from hub.errors import StoreUnavailable
from hub.store import database as module
from hub.store.database import Database
from tests.support.ports import free_port
from tests.support.postgres import Postgres
from tests.support.waiting import PATIENCE_S

THINGS = Table("things", MetaData(), Column("number", Integer, primary_key=True))


@pytest.fixture
async def things(database_url: str) -> Any:
    database = Database(database_url)
    async with database.write() as connection:
        await connection.run_sync(THINGS.metadata.create_all)
    yield database
    await database.close()


async def numbers(database: Database) -> list[int]:
    async with database.read() as connection:
        query = select(THINGS.c.number).order_by(THINGS.c.number)
        return list((await connection.execute(query)).scalars())


async def add(database: Database, number: int, wait: float = 0) -> None:
    async with database.write() as connection:
        await connection.execute(insert(THINGS).values(number=number))
        await asyncio.sleep(wait)


async def test_what_raises_writes_nothing(things: Database) -> None:
    async def half() -> None:
        async with things.write() as connection:
            await connection.execute(insert(THINGS).values(number=1))
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        await half()
    assert await numbers(things) == []
    await add(things, 2)
    assert await numbers(things) == [2]


async def test_a_cancelled_writer_writes_nothing_and_blocks_nobody(things: Database) -> None:
    writing = asyncio.create_task(add(things, 1, wait=30))
    await asyncio.sleep(0.1)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    async with asyncio.timeout(PATIENCE_S):
        await add(things, 2)
    assert await numbers(things) == [2]


async def test_a_reader_sees_only_what_is_committed(things: Database) -> None:
    async with things.write() as connection:
        await connection.execute(insert(THINGS).values(number=1))
        assert await numbers(things) == []
    assert await numbers(things) == [1]


async def test_a_broken_rule_is_not_taken_for_an_absent_database(things: Database) -> None:
    await add(things, 1)
    with pytest.raises(IntegrityError):
        await add(things, 1)


async def test_a_read_only_database_writes_nothing(things: Database) -> None:
    reader = Database(things.url.render_as_string(hide_password=False), read_only=True)
    try:
        assert await numbers(reader) == []
        with pytest.raises(StoreUnavailable):
            await add(reader, 1)
    finally:
        await reader.close()


async def test_sqlite_reaches_the_disk_at_every_commit(tmp_path: Path) -> None:
    """`synchronous` NORMAL loses acked messages in a power cut (docs/reliability.md, A3)."""
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    for transaction in (database.write, database.read):
        async with transaction() as connection:
            pragmas = {
                name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            }
        assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    await database.close()


async def test_a_pool_that_is_used_up_is_a_store_that_does_not_answer(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POOL_WAIT_S", 0.2)
    database = Database(postgres.new_database())
    async with database.write() as connection:
        await connection.run_sync(THINGS.metadata.create_all)
    holders = [asyncio.create_task(add(database, number, wait=1.0)) for number in range(20)]
    await asyncio.sleep(0.5)
    with pytest.raises(StoreUnavailable):
        await add(database, 99)
    await asyncio.gather(*holders)
    assert await numbers(database) == list(range(20))
    await database.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "no-such-host.invalid"])
async def test_a_server_that_is_not_there_is_a_store_that_does_not_answer(host: str) -> None:
    database = Database(f"postgresql+asyncpg://yuanqiao@{host}:{free_port()}/none")
    for transaction in (database.read, database.write):
        with pytest.raises(StoreUnavailable):
            async with transaction():
                pass
    await database.close()


async def _end_other_sessions(url: str) -> None:
    other = Database(url)
    async with other.read() as connection:
        query = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        await connection.execute(text(query))
    await other.close()


async def test_a_session_that_the_server_ends_is_a_store_that_does_not_answer(postgres: Postgres) -> None:
    url = postgres.new_database()
    database = Database(url)
    async with database.write() as connection:
        await connection.run_sync(THINGS.metadata.create_all)

    async def interrupted() -> None:
        async with database.write() as connection:
            await connection.execute(insert(THINGS).values(number=1))
            await _end_other_sessions(url)
            await connection.execute(insert(THINGS).values(number=2))

    with pytest.raises(StoreUnavailable):
        await interrupted()
    await add(database, 3)
    assert await numbers(database) == [3]
    await database.close()


@pytest.mark.parametrize(
    "state", ["53100", "53200", "53300", "57P01", "57P03", "40P01", "40001", "57014", "58030"]
)
async def test_a_server_that_cannot_just_now_is_a_store_that_does_not_answer(
    postgres_url: str, state: str
) -> None:
    """Disk full, out of memory, too many clients, shutting down, starting, deadlock, conflict, …."""
    database = Database(postgres_url)
    with pytest.raises(StoreUnavailable):
        async with database.write() as connection:
            await connection.execute(
                text(f"DO $$ BEGIN RAISE EXCEPTION 'as told' USING ERRCODE = '{state}'; END $$")
            )
    await database.close()


@pytest.mark.parametrize("state", ["22P05", "23505", "42P01"])
async def test_what_is_wrong_with_the_statement_is_told_as_it_is(postgres_url: str, state: str) -> None:
    database = Database(postgres_url)
    with pytest.raises(Exception, match="as told") as raised:
        async with database.write() as connection:
            await connection.execute(
                text(f"DO $$ BEGIN RAISE EXCEPTION 'as told' USING ERRCODE = '{state}'; END $$")
            )
    assert not isinstance(raised.value, StoreUnavailable)
    await database.close()
