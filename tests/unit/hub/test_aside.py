"""Long reads beside the chats: they hold up nobody, end in time, are few at once, and only read."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from hub.errors import DeadlineExceeded, StoreUnavailable, TooMany
from hub.store import schema
from hub.store.aside import AsideLimits
from hub.store.database import Database
from tests.support.waiting import PATIENCE_S
from tests.unit.hub.spine import Spine

COUNTING = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most) SELECT count(*) FROM n
"""
FOR_EVER = {"most": 2_000_000_000}
FOR_SECONDS = {"most": 3_000_000}
MESSAGES = 20
DEADLINE_S = 1.5


@pytest.fixture
async def hurried(migrated_url: str) -> AsyncIterator[Database]:
    """A place for one, and a moment for each."""
    database = Database(migrated_url, aside=AsideLimits(at_once=1, wait_s=0.2, deadline_s=DEADLINE_S))
    yield database
    await database.close()


async def count(database: Database, most: dict[str, int]) -> int:
    async with database.read_aside() as connection:
        return int((await connection.execute(text(COUNTING), most)).scalar_one())


async def begin_counting(database: Database) -> "asyncio.Task[int]":
    counting = asyncio.create_task(count(database, FOR_EVER))
    await asyncio.sleep(0.1)
    return counting


async def give_up(*tasks: "asyncio.Task[int]") -> None:
    for task in tasks:
        task.cancel()
    assert all(
        isinstance(e, asyncio.CancelledError) for e in await asyncio.gather(*tasks, return_exceptions=True)
    )


async def test_rows_come_as_from_any_read(spine: Spine) -> None:
    await spine.say("你好", provider_id="p1")
    query = select(schema.message)
    async with spine.database.read() as connection:
        expected = (await connection.execute(query)).all()
    async with spine.database.read_aside() as connection:
        assert (await connection.execute(query)).all() == expected
        assert await connection.scalar(select(schema.message.c.seq)) == 1
        assert (await connection.execute(query)).mappings().one()["seq"] == 1
    assert len(expected) == 1


async def test_all_statements_see_one_state(spine: Spine) -> None:
    query = select(schema.message.c.seq)
    async with spine.database.read_aside() as connection:
        before = (await connection.execute(query)).all()
        await spine.say(provider_id="p1")
        assert (await connection.execute(query)).all() == before == []
    async with spine.database.read_aside() as connection:
        assert len((await connection.execute(query)).all()) == 1


async def test_messages_are_accepted_while_somebody_reads(spine: Spine) -> None:
    reading = await begin_counting(spine.database)
    for number in range(MESSAGES):
        await spine.say(visitor=f"v{number}", provider_id="p")
    assert not reading.done()
    await give_up(reading)
    assert await spine.count(schema.message) == MESSAGES


async def longest_lag(reading: AbstractAsyncContextManager[AsyncConnection]) -> float:
    """The longest time that the event loop was not there while a query of seconds ran; as its share."""
    lag = 0.0

    async def tick() -> None:
        nonlocal lag
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(0.001)
            lag = max(lag, time.perf_counter() - begun)

    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0.01)
    begun = time.perf_counter()
    async with reading as connection:
        result = await connection.execute(text(COUNTING), FOR_SECONDS)
        assert result.scalar_one() == FOR_SECONDS["most"]
    took = time.perf_counter() - begun
    await asyncio.sleep(0.01)
    ticking.cancel()
    return lag / took


async def test_the_loop_stays_free_where_the_same_read_in_the_loop_would_stop_it(spine: Spine) -> None:
    aside = await longest_lag(spine.database.read_aside())
    assert aside < 0.5
    if spine.database.is_sqlite:
        assert await longest_lag(spine.database.read()) > 0.9


async def test_what_takes_too_long_is_ended_and_its_place_is_free(hurried: Database) -> None:
    for _ in range(2):  # more often than there are places
        with pytest.raises(DeadlineExceeded) as refused:
            await count(hurried, FOR_EVER)
    assert refused.value.detail == "reading took longer than 1.5 s"
    assert await count(hurried, {"most": 10}) == 10


async def test_a_deadline_is_of_all_statements_together(hurried: Database) -> None:
    async def dawdle() -> None:
        async with hurried.read_aside() as connection:
            while True:
                await connection.execute(text("SELECT 1"))
                await asyncio.sleep(0.01)

    with pytest.raises(DeadlineExceeded):
        await dawdle()


async def test_a_time_out_of_the_callers_own_stays_what_it_is(hurried: Database) -> None:
    async def own() -> None:
        async with asyncio.timeout(0.1):
            await count(hurried, FOR_EVER)

    with pytest.raises(TimeoutError):
        await own()
    assert await count(hurried, {"most": 10}) == 10


async def test_one_too_many_waits_and_is_told_to_come_again(hurried: Database) -> None:
    reading = asyncio.create_task(count(hurried, FOR_EVER))
    await asyncio.sleep(0.05)
    with pytest.raises(TooMany) as refused:
        await count(hurried, {"most": 10})
    assert refused.value.retry_after_s == DEADLINE_S
    with pytest.raises(DeadlineExceeded):
        await reading
    assert await count(hurried, {"most": 10}) == 10


async def test_whoever_reads_aside_cannot_write(database: Database) -> None:
    row = {"revision": "spoiled"}

    async def spoil() -> None:
        async with database.read_aside() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = :revision"), row)

    with pytest.raises(StoreUnavailable):
        await spoil()
    async with database.read() as connection:
        found = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalars().all()
    assert found
    assert "spoiled" not in found


async def test_the_server_does_not_go_on_for_nobody(postgres_url: str) -> None:
    database = Database(postgres_url, aside=AsideLimits(deadline_s=DEADLINE_S))
    try:
        with pytest.raises(DeadlineExceeded):
            await count(database, FOR_EVER)
        async with asyncio.timeout(PATIENCE_S):
            await _nobody_counts(database)
    finally:
        await database.close()


async def _nobody_counts(database: Database) -> None:
    active = (
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%WITH RECURSIVE n(i)%'"
    )
    own = " AND pid <> pg_backend_pid()"
    running = 1
    while running:
        async with database.read() as connection:
            running = (await connection.execute(text(active + own))).scalar_one()
        await asyncio.sleep(0.05)


async def test_an_error_of_the_callers_own_stays_what_it_is_and_its_place_is_free(database: Database) -> None:
    for _ in range(3):
        with pytest.raises(ValueError, match="own"):
            async with database.read_aside():
                raise ValueError("own")
    assert await count(database, {"most": 10}) == 10
