"""Column types mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, cast, insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError

from hub.store.database import Database
from hub.store.types import Json, Moment

THINGS = Table(
    "things",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("at", Moment),
    Column("words", Json),
)
CHINA = timezone(timedelta(hours=8))


@pytest.fixture
async def empty(database_url: str) -> Any:
    database = Database(database_url)
    async with database.write() as connection:
        await connection.run_sync(THINGS.metadata.create_all)
    yield database
    await database.close()


async def stored(database: Database, **values: Any) -> Any:
    async with database.write() as connection:
        await connection.execute(insert(THINGS).values(**values))
    async with database.read() as connection:
        return (await connection.execute(select(THINGS))).one()


async def test_a_naive_time_is_refused(empty: Database) -> None:
    with pytest.raises(StatementError, match="naive datetime"):
        await stored(empty, number=1, at=datetime(2026, 11, 1, 8))


async def test_a_time_comes_back_aware_in_utc_to_the_microsecond(empty: Database) -> None:
    at = datetime(2026, 11, 1, 8, 30, 15, 123456, tzinfo=CHINA)
    row = await stored(empty, number=1, at=at)
    assert row.at == at
    assert row.at.utcoffset() == timedelta(0)
    assert row.at.microsecond == 123456


async def test_times_of_different_zones_are_compared_as_moments(empty: Database) -> None:
    await stored(empty, number=1, at=datetime(2026, 11, 1, 8, tzinfo=CHINA))
    later = datetime(2026, 11, 1, 1, tzinfo=UTC)
    async with empty.read() as connection:
        query = select(THINGS.c.number).where(THINGS.c.at < later)
        assert (await connection.execute(query)).scalar_one() == 1


async def test_on_sqlite_a_time_is_the_text_that_sqlalchemy_writes(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    async with database.write() as connection:
        await connection.run_sync(THINGS.metadata.create_all)
        for number, at in enumerate((datetime(2026, 11, 1, 8, tzinfo=CHINA), datetime.now(CHINA))):
            await connection.execute(insert(THINGS).values(number=number, at=at))
            written = await connection.execute(
                select(cast(THINGS.c.at, String)).where(THINGS.c.number == number)
            )
            spelled = DateTime().dialect_impl(sqlite.dialect()).bind_processor(sqlite.dialect())
            assert written.scalar_one() == spelled(at.astimezone(UTC).replace(tzinfo=None))
    await database.close()


async def test_no_time_and_no_words_are_null(empty: Database) -> None:
    await stored(empty, number=1, at=None, words=None)
    async with empty.read() as connection:
        query = select(THINGS.c.number).where(THINGS.c.at.is_(None), THINGS.c.words.is_(None))
        assert (await connection.execute(query)).scalar_one() == 1


@pytest.mark.parametrize("words", [{"a": [1, 2.5, None, True]}, [], "远桥 😀", {"": {}}])
async def test_words_come_back_as_they_were(empty: Database, words: Any) -> None:
    assert (await stored(empty, number=1, words=words)).words == words
