"""Counting answered articles: in memory, written now and then, by the bank's day, never in a turn's way."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hub.errors import StoreUnavailable
from hub.messages import Source
from hub.store.database import Database
from hub.store.metadata import metadata
from kb import gathered as module
from kb.answered import AnsweredCounts
from kb.store.schema import answered as table
from tests.support.waiting import PATIENCE_S
from tests.unit.kb.clock import StillClock

EVENING = datetime(2026, 3, 1, 15, 59, tzinfo=UTC)
"""A minute before midnight in Shanghai."""

FIRST, SECOND = date(2026, 3, 1), date(2026, 3, 2)


def source(article_id: str) -> Source:
    return Source(article_id=article_id, version=1, title="t", effective_from=date(2026, 1, 1))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty store, once of each kind."""
    opened = Database(database_url)
    async with opened.write() as connection:
        await connection.run_sync(metadata.create_all)
    yield opened
    await opened.close()


def counting(
    database: Database, may_write: Callable[[], bool] = lambda: True
) -> tuple[AnsweredCounts, StillClock]:
    clock, zone = StillClock(EVENING), ZoneInfo("Asia/Shanghai")
    return AnsweredCounts(database, clock, time_zone=zone, may_write=may_write), clock


async def stored(database: Database) -> dict[tuple[str, date], int]:
    columns = (table.c.article_id, table.c.day, table.c.count)
    async with database.read() as connection:
        return {(row[0], row[1]): row[2] for row in await connection.execute(select(*columns))}


async def test_each_answer_counts_an_article_once_on_the_banks_day(database: Database) -> None:
    counts, clock = counting(database)
    counts.note([source("a"), source("a"), source("b")])
    counts.note([source("a")])
    counts.note([])
    clock.moment = EVENING.replace(hour=16, minute=0)
    counts.note([source("a")])
    assert await stored(database) == {}
    await counts.flush()
    assert await stored(database) == {("a", FIRST): 2, ("b", FIRST): 1, ("a", SECOND): 1}


async def test_what_was_written_is_added_to_and_not_written_again(database: Database) -> None:
    counts, _ = counting(database)
    other, _ = counting(database)
    for each in (counts, other, counts):
        each.note([source("a")])
        await each.flush()
        await each.flush()
    assert await stored(database) == {("a", FIRST): 3}


async def test_what_cannot_be_written_waits(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    counts, _ = counting(database)

    def away() -> Any:
        raise StoreUnavailable("as told")

    counts.note([source("a")])
    with monkeypatch.context() as broken:
        broken.setattr(database, "write", away)
        await counts.flush()
    counts.note([source("a")])
    await counts.flush()
    assert await stored(database) == {("a", FIRST): 2}


async def test_it_is_written_each_minute_and_when_the_hub_stops(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert module.FLUSH_S == 60
    monkeypatch.setattr(module, "FLUSH_S", 0.01)
    counts, _ = counting(database)
    running = asyncio.create_task(counts.run())
    counts.note([source("a")])
    async with asyncio.timeout(PATIENCE_S):
        while not await stored(database):  # noqa: ASYNC110  (the database gives no sign)
            await asyncio.sleep(0.01)
    monkeypatch.setattr(module, "FLUSH_S", 60.0)
    await asyncio.sleep(0.05)
    counts.note([source("b")])
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await stored(database) == {("a", FIRST): 1, ("b", FIRST): 1}


async def test_while_there_is_no_time_for_it_counts_wait(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FLUSH_S", 0.01)
    asked: list[bool] = []

    def may_write() -> bool:
        asked.append(len(asked) >= 3)
        return asked[-1]

    counts, _ = counting(database, may_write)
    counts.note([source("a")])
    running = asyncio.create_task(counts.run())
    async with asyncio.timeout(PATIENCE_S):
        while not asked or not asked[-1]:
            assert await stored(database) == {}
            await asyncio.sleep(0.005)
        while not await stored(database):  # noqa: ASYNC110  (the database gives no sign)
            await asyncio.sleep(0.005)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await stored(database) == {("a", FIRST): 1}, "later, and once"
