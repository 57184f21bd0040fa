"""A statement made once does what the same statement does when SQLAlchemy runs it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import (
    IntegrityError,
    InvalidRequestError,
    MultipleResultsFound,
    NoResultFound,
    OperationalError,
)

from hub.store.database import Database
from hub.store.once import once
from hub.store.types import Json, Moment

THINGS = Table(
    "things",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("name", String(20)),
    Column("at", Moment),
    Column("words", Json),
)
ADD = insert(THINGS)
ALL = select(THINGS).order_by(THINGS.c.number)
ONE = select(THINGS).where(THINGS.c.number == bindparam("which"))
RENAME = update(THINGS).where(THINGS.c.number >= bindparam("which")).values(name=bindparam("new"), words=None)
REMOVE = delete(THINGS).where(THINGS.c.name == "b")
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
async def things(tmp_path: Path) -> Any:
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    async with database.write() as connection:
        await connection.run_sync(THINGS.metadata.create_all)
    yield database
    await database.close()


async def run(database: Database, wrap: Any) -> list[Any]:
    told: list[Any] = []
    add, every, one, rename, remove = (wrap(each) for each in (ADD, ALL, ONE, RENAME, REMOVE))
    async with database.write() as connection:
        row = {"number": 1, "name": "a", "at": NOON, "words": ["卡", {"x": None}]}
        told.append((await connection.execute(add, row)).rowcount)
        await connection.execute(add, {"number": 2, "name": "b"})
        told += (await connection.execute(every)).all()
        told.append((await connection.execute(one, {"which": 1})).one_or_none().words)
        told.append((await connection.execute(one, {"which": 3})).one_or_none())
        told.append(list((await connection.execute(one, {"which": 2})).scalars()))
        told.append((await connection.execute(rename, {"which": 1, "new": "b"})).rowcount)
        told += (await connection.execute(every, {})).all()
        told.append((await connection.execute(remove, {})).rowcount)
    return told


async def test_it_writes_reads_and_counts_alike(things: Database) -> None:
    assert await run(things, once) == await run(things, lambda statement: statement)


@pytest.mark.parametrize("wrap", [once, lambda statement: statement])
async def test_one_row_is_one_row(things: Database, wrap: Any) -> None:
    add, every, one = (wrap(each) for each in (ADD, ALL, ONE))
    async with things.write() as connection:
        with pytest.raises(NoResultFound):
            (await connection.execute(every, {})).one()
        for number in (1, 2):
            await connection.execute(add, {"number": number})
        assert (await connection.execute(one, {"which": 2})).one().number == 2
        assert (await connection.execute(one, {"which": 2})).scalar_one_or_none() == 2
        assert (await connection.execute(one, {"which": 3})).scalar_one_or_none() is None
        for ask in ("one", "one_or_none", "scalar_one_or_none"):
            with pytest.raises(MultipleResultsFound):
                getattr(await connection.execute(every, {}), ask)()


async def test_it_fails_alike(things: Database) -> None:
    add, one = once(ADD), once(ONE)
    async with things.write() as connection:
        await connection.execute(add, {"number": 1})
    with pytest.raises(IntegrityError):
        async with things.write() as connection:
            await connection.execute(add, {"number": 1})
    with pytest.raises(InvalidRequestError):
        async with things.read() as connection:
            await connection.execute(one, {})
    absent = once(select(Table("absent", MetaData(), Column("n", Integer))))
    async with things.read() as connection:
        with pytest.raises(OperationalError):
            await connection.execute(absent, {})
